"""What a job does in its thread: read a file and tell what it would change, publish it, withdraw a report."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.settings import Settings
from corpus.errors import ReportFileError, ReportFormatError, StoreError
from index.errata import ErratumState, in_force, read_errata, standings
from index.generations import current_name
from ui import store
from ui.arrivals import Arrival, Fate, RefusedError, Wishes, changes_too_much
from ui.manage import audit
from ui.manage.forms import FormError
from ui.manage.jobs import Job, Stage, Work
from ui.neighbours import unlike_editions

_OVERTAKEN = (
    "確認のあとに、別の公開・取り下げ・差し戻しがありました（{who}）。まだ公開していません。"
    "下は、いま公開中の内容と比べ直した結果です。もう一度確かめてから公開してください。"
)


@dataclass(frozen=True, slots=True)
class Consent:
    """What an officer ticks before publishing."""

    personal_data: bool = False
    large_change: bool = False


def reading(settings: Settings, wishes: Wishes) -> Work:
    """Return the work that reads a job's file and compares it with the store.

    Where it was read before and cannot be with what was entered now, what was understood then stays.
    """

    def read(job: Job) -> None:
        assert job.upload is not None
        job.told("報告書を読んでいます")
        generation = current_name(settings.home) or ""
        try:
            arrival = store.inspect(settings.home, job.upload.path, wishes)
        except (RefusedError, ReportFileError, ReportFormatError) as error:
            if job.arrival is None:
                raise
            job.message = f"入力した内容では確認できませんでした。{error} 下は、その前に確認した内容です。"
            job.stage = Stage.CHECKED
            return
        job.told("収録済みの報告書と比べています")
        try:
            unlike = unlike_editions(settings.home, arrival.report)
        except StoreError:  # `inspect` has told that the store cannot be opened; the file can be checked
            unlike = ()
        report = replace(arrival.report, findings=(*arrival.report.findings, *unlike))
        job.arrival, job.generation, job.wishes = replace(arrival, report=report), generation, wishes
        job.stage = Stage.CHECKED

    return read


def publishing(settings: Settings, consent: Consent, who: str) -> Work:
    """Return the work that publishes what was checked; where the store has changed since, it checks again."""

    def publish(job: Job) -> None:
        assert job.upload is not None and job.arrival is not None
        if who_else := overtaken_by(settings, job):
            reading(settings, job.wishes)(job)
            job.message = _OVERTAKEN.format(who=who_else)
            return
        arrival = job.arrival
        wishes = replace(job.wishes, replaces=consent.large_change)
        try:
            done = store.ingest(
                settings,
                [job.upload.path],
                wishes=wishes,
                personal_data_confirmed=consent.personal_data,
                progress=job.told,
            )
        except store.NotPublishedError as error:
            job.message = f"公開できませんでした。{error}"  # the file stays, to be published again
            job.stage = Stage.CHECKED
            return
        if not done.published:
            raise StoreError("個人情報とみられる記載が確認されていないため、公開していません。")
        job.result = told_of(arrival)
        job.stage = Stage.DONE
        audit.record(
            settings.home,
            who,
            f"公開：{job.result}",
            file=job.what,
            report=arrival.report.name,
            digest=arrival.report.digest,
            generation=current_name(settings.home) or "",
            checked_by=job.who,
            personal_data="確認済み" if arrival.personal_data and consent.personal_data else "",
            large_change="確認済み" if consent.large_change else "",
        )

    return publish


def withdrawing(settings: Settings, name: str, generation: str, who: str) -> Work:
    """Return the work that takes a report out of the store, unless that has changed since it was asked for."""

    def withdraw(job: Job) -> None:
        if (current_name(settings.home) or "") != generation:
            raise StoreError(
                f"確認のあとに、別の公開・取り下げ・差し戻しがありました（{_last_actor(settings)}）。"
                "取り下げていません。概要の画面で、いまの内容を確かめてください。"
            )
        store.withdraw(settings, name, job.told)
        job.result = f"報告書「{name}」を取り下げました。"
        job.stage = Stage.DONE
        generation_now = current_name(settings.home) or ""
        audit.record(settings.home, who, f"取り下げ：{name}", report=name, generation=generation_now)

    return withdraw


def overtaken_by(settings: Settings, job: Job) -> str:
    """Return who changed the store since a job was compared with it; empty where it is as it was."""
    return "" if (current_name(settings.home) or "") == job.generation else _last_actor(settings)


def require_consent(arrival: Arrival, consent: Consent) -> None:
    """Raise FormError where something must be ticked before this file can be published."""
    if arrival.fate is Fate.UNCHANGED:
        raise FormError("同じ内容がすでに公開されています。公開するものはありません。")
    if needs_confirmation(arrival) and not consent.personal_data:
        raise FormError(
            "個人情報とみられる記載があります。公表してよいものだけであることを確かめ、印を付けてください。"
        )
    if changes_too_much(arrival) and not consent.large_change:
        raise FormError(
            "公開中の版と多くの値が違います。違いを確かめ、置き換えてよければ印を付けてください。"
        )


def needs_confirmation(arrival: Arrival) -> bool:
    """Whether personal data holds the file."""
    return bool(arrival.personal_data) and not arrival.was_confirmed


def told_of(arrival: Arrival) -> str:
    """Return what publishing did, in a sentence."""
    name = arrival.report.name
    if arrival.fate is Fate.NEW:
        return f"新しい報告書「{name}」を公開しました。"
    if arrival.fate is Fate.REREAD:
        return f"報告書「{name}」を読み直して公開しました。"
    count = len(arrival.changes.values) if arrival.changes is not None else 0
    return f"報告書「{name}」を訂正版に置き換えました（数値の違い{count}件）。"


def carried_out(settings: Settings, arrival: Arrival) -> int:
    """Return how many corrections on record the file would carry out."""
    if arrival.before is None:
        return 0
    errata = [one for one in read_errata(settings.home) if one.report == arrival.report.name]
    open_now = {one.id for one, _ in in_force(errata, arrival.before)}
    return sum(
        one.state is ErratumState.CARRIED_OUT and one.erratum.id in open_now
        for one in standings(errata, arrival.report)
    )


def _last_actor(settings: Settings) -> str:
    """Return who changed the store last, as far as it was done here."""
    found = audit.latest(settings.home, 1)
    return f"{found[0].who}、{found[0].when.astimezone():%H:%M}" if found else "別の画面または端末"
