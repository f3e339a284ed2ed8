"""The system's health for an administrator: the checks of `run.py doctor`, as sentences."""

from typing import Any

from flask import Blueprint, g, jsonify

from app.audience import audience
from app.context import Context
from app.domain.health import worst
from app.domain.staff import Permission
from app.edition import edition
from app.health.checkup import check_up
from app.health.retention import PurgeCount
from app.health.sentences import sentence
from app.web.api.description import describe
from app.web.api.health_documents import HealthDocument
from app.web.auth import enter_everywhere


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /health."""
    purged = PurgeCount(context.database, mall_now=context.mall_now, clock=context.clock)

    @blueprint.get("/health")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Whether all is well, check by check, and what to do where it is not",
        tag="upkeep",
        answer=HealthDocument,
    )
    def show_health() -> Any:
        enter_everywhere()
        found = check_up(
            context.settings,
            context.database,
            context.mall,
            now=context.clock(),
            demo=context.demo,
            purged=context.engine.offload(purged),
            offload=context.engine.offload,
        )
        words, spoken = context.words, g.language
        return jsonify(
            now=context.clock().isoformat(),
            timezone=context.mall.timezone,
            level=worst(found),
            sentence=words.say(spoken, f"health.all_{worst(found)}"),
            version=edition(),
            findings=[
                {
                    "check": each.check,
                    "level": each.level,
                    "sentence": sentence(words, spoken, each),
                }
                for each in found
            ],
        )
