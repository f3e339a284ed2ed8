// What the kiosk says about the catalogue: pure functions over its document; `t(key, blanks)` gives the words.

const DAY = 86_400_000;
const SHORT_REASONS = new Set(["quota_full", "capacity_full", "cutoff", "paused"]);

// The catalogue with newer figures: `news` is the same document without names.
export function merged(catalogue, news) {
  if (!catalogue) return news;
  return { ...catalogue, ...news, agencies: mergedList(catalogue.agencies, news.agencies, (agency, newer) => (
    { ...agency, ...newer, services: mergedList(agency.services, newer.services, (service, figures) => ({ ...service, ...figures })) })) };
}

function mergedList(known, newer, join) {
  const byCode = new Map((newer ?? []).map((item) => [item.code, item]));
  return known.map((item) => (byCode.has(item.code) ? join(item, byCode.get(item.code)) : item));
}

export function agencyOf(catalogue, code) {
  return catalogue?.agencies.find((agency) => agency.code === code) ?? null;
}

export function serviceOf(catalogue, agencyCode, code) {
  return agencyOf(catalogue, agencyCode)?.services.find((service) => service.code === code) ?? null;
}

export function nameOf(service, language) {
  return language === "en" && service.name_en ? service.name_en : service.name;
}

// The name for large type: lines end between words only, so that KTP-el stays whole.
export function unbroken(name) {
  return name.replaceAll("-", "-\u2060");
}

// The language a service's name is written in, for readers aloud.
export function nameLanguage(service, language) {
  return language === "en" && service.name_en ? "en" : "id";
}

export function waitingText(t, waiting) {
  return waiting > 0 ? t("waiting", { count: waiting }) : t("waiting_none");
}

// "sekitar 20-35 menit"; nothing when there is no estimate or nobody waits long.
export function rangeText(t, estimate, key = "range") {
  if (!estimate || estimate.high <= 0) return "";
  if (estimate.low <= 0) return t(`${key}_under`, estimate);
  return estimate.low === estimate.high ? t(`${key}_one`, estimate) : t(key, estimate);
}

// "Buka pukul 13.00", "Buka besok 08.00", "Buka Senin 08.00", or "Tutup" when nobody knows.
export function openingText(t, opens, now, language, zone) {
  if (!opens) return t("closed");
  const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone })
    .format(new Date(opens)).replace(":", language === "id" ? "." : ":");
  const days = dayNumber(opens, zone) - dayNumber(now, zone);
  if (days <= 0) return t("opens_today", { time });
  if (days === 1) return t("opens_tomorrow", { time });
  return t("opens_day", { day: dayName(opens, days, language, zone), time });
}

function dayNumber(moment, zone) {
  const form = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone };
  return Math.round(Date.parse(new Intl.DateTimeFormat("en-CA", form).format(new Date(moment))) / DAY);
}

function dayName(moment, days, language, zone) {
  const form = days < 7 ? { weekday: "long" } : { day: "numeric", month: "long" };
  return new Intl.DateTimeFormat(language === "id" ? "id-ID" : "en-GB", { ...form, timeZone: zone }).format(new Date(moment));
}

// Why nothing is given out, in a few words: what is used up for today, else when it opens again.
export function closedText(t, service, now, language, zone) {
  const reason = service.code_reason ?? "";
  return SHORT_REASONS.has(reason) ? t(`closed_${reason}`) : openingText(t, service.next_opening, now, language, zone);
}

// An agency is closed for the reason of its first service.
export function closedAgencyText(t, agency, now, language, zone) {
  return closedText(t, { ...agency, code_reason: agency.services[0]?.code_reason }, now, language, zone);
}

// Why a service or an agency is closed, in the language of the visitor.
export function reasonText(item, language) {
  return (language === "en" ? item.reason_en : item.reason_id) ?? item.reason ?? item.reason_id ?? "";
}

export function peopleText(t, count) {
  if (count === 0) return t("waiting_none");
  return count === 1 ? t("people_one") : t("people", { count });
}

export function aheadText(t, ahead) {
  return ahead > 0 ? t("ahead", { count: ahead }) : t("ahead_none");
}

// What the paper is doing, in words; `place` is where it comes out when it does not come out here.
export function paperText(t, { paper, place }) {
  return t(`paper_${paper}`, { place });
}

// What the spoken guidance of A+ says when a page comes up. `scene` is what kiosk.js shows.
export function guidance(t, { state, agency, service, language }) {
  if (state.screen === "number") return t("say_number", { number: spelled(state.ticket.number), paper: paperText(t, state) });
  if (state.screen === "service" && service) {
    return t("say_service", { service: nameOf(service, language), wait: `${waitingText(t, agency.waiting)}.` });
  }
  if (state.screen === "booking") return `${t("booking_title")}. ${t("booking_lead")}`;
  if (state.screen === "agency" && agency) return t("say_agency", { agency: agency.short_name });
  return t("say_start");
}

// "A-007" -> "A, 0 0 7": read figure by figure.
export function spelled(number) {
  const [letters, figures] = number.split("-");
  return figures ? `${letters.split("").join(" ")}, ${figures.split("").join(" ")}` : number;
}
