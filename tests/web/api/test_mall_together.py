"""Many administrators save at one moment: each change is in the mall, or its author was told."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.operations.mall_saving import NotSaved, Wish, save
from app.store.database import Database
from config.mall_changes import Put, value_at
from tests.web.api.caller import Api
from tests.web.api.test_mall import mall

PEOPLE = 6


def test_of_many_who_save_at_once_nobodys_change_is_silently_lost(api_on_each: Api, tmp_path: Path) -> None:
    """Each through a connection of its own, as another server on the database would; two at each place."""
    api = api_on_each
    first = mall(api)["document"]
    days = ("mon", "tue", "wed")
    files = [Database(api.database.url) for _ in range(PEOPLE)]

    def person(number: int) -> bool:
        place = ("hours", days[number % len(days)])
        wish = Wish(0, (Put(place, f"0{number + 1}:00-15:00"),), f"staff:p{number}")
        try:
            files[number].write("", lambda tx: save(tx, wish, first=first, owns=lambda _: True, now=api.now))
        except NotSaved as refused:
            return [each.path for each in refused.plan.conflicts] != [place]  # saved, or told of its place
        return True

    with ThreadPoolExecutor(PEOPLE) as together:
        done = list(together.map(person, range(PEOPLE)))
    for file in files:
        file.close()
    now = mall(api)
    assert (sum(done), now["revision"]) == (len(days), len(days))
    for number, is_saved in enumerate(done):
        kept = value_at(now["document"], ("hours", days[number % len(days)]))
        assert (kept == f"0{number + 1}:00-15:00") == is_saved
