"""What takes long: how far it is, how to end it, and how to begin it anew."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from planner.errors import PlannerError
from planner.web.house import NoSuchPage
from planner.web.kept_jobs import KeptJob, read_job
from planner.web.site import Fault, find_site, go, say_problems, show
from planner.web.worker import CANCELLED, DONE, FAILED, WAITING, Found, Job

router = APIRouter(include_in_schema=False)

STAGES = {
    "economise": "Saving money",
    "leftovers": "Looking for dinners that keep",
    "shortfall": "Looking for changes that meet it",
}
PLANNING = "Planning the days against each other"
QUIET_S = 1.0
"""Seconds after which a connection without news gets a sign of life, and the time."""

WIDTH, HEIGHT, EDGE = 300, 90, 4
"""Of the drawing of plans on the way, and its edge."""

MET = 1e-3
"""Points of misses that count as none."""


def find_job(request: Request, name: str) -> Job | KeptJob:
    """A job by its name, of now or of before; NoSuchPage for one that isn't known any more."""
    site = find_site(request)
    job = site.worker.jobs.get(name) or read_job(site.store, name)
    if job is None:
        raise NoSuchPage("This work isn't known any more. Weeks has what was planned.")
    return job


@router.get("/jobs/{name}")
def watch(request: Request, name: str) -> Response:
    """How far a job is; once it is done, what came of it."""
    job = find_job(request, name)
    if isinstance(job, KeptJob):
        return show_kept_job(request, job)
    if job.state == DONE:
        return go_to_week(request, job.result)
    if job.state == CANCELLED:
        return go(request, "/weeks", f"Planning was ended. {say_written(job)}")
    if job.state == FAILED:
        error = job.error
        said = say_problems(error) if isinstance(error, PlannerError) else [Fault(str(error))]
        title, texts = "No week was planned", [say_written(job)]
        return show(request, "problem", 500, title=title, problems=said, texts=texts, back="/weeks")
    return show(request, "job", title="Planning your week", job=job, state=say_state(job))


def show_kept_job(request: Request, job: KeptJob) -> Response:
    """What became of a job before the server was started anew."""
    if job.state == DONE:
        return go_to_week(request, job.outcome)
    return show(request, "stopped", title="This planning stopped", job=job)


def go_to_week(request: Request, outcome: Sequence[Any]) -> Response:
    """To the week that a job planned, or found planned."""
    first, is_new = outcome
    note = "This week is planned." if is_new else "This week was planned before, and stays."
    return go(request, f"/week/{first}", note)


def say_written(job: Job) -> str:
    """What a job that was ended had written."""
    if not job.written:
        return "Nothing was written: the kitchen is as it was."
    return f"Written by then, and kept: {', '.join(job.written)}."


def say_state(job: Job) -> dict[str, Any]:
    """What a job does now: in words, in steps, and the plans that it found on its way."""
    says = STAGES.get(job.stage, PLANNING)
    if job.state == WAITING:
        says = "Waiting for the work before it"
    best, bound = draw_plans(job.found, job.seconds)
    return {
        "says": says,
        "done": job.done,
        "steps": job.steps,
        "figures": say_figures(job),
        "best": best,
        "bound": bound,
        "ended": job.has_ended,
    }


def say_figures(job: Job) -> str:
    """The best plan so far, the bound, what lies between them, and the time."""
    time = f"{job.seconds:.0f} s so far."
    if not job.found:
        return time
    last = job.found[-1]
    if last.misses > MET:
        return f"The best plan so far still misses something. {time}"
    gap = max(0.0, last.points - last.bound)
    return (
        f"The best plan so far is {last.points:.1f} portions from usual. No plan can be below"
        f" {last.bound:.1f}, so it could come nearer by {gap:.1f} at most. {time}"
    )


def draw_plans(found: Sequence[Found], seconds: float) -> tuple[str, str]:
    """The paths of the best plan so far and of the bound, over time; empty before there is one."""
    known = [one for one in found if one.misses <= MET]
    if not known:
        return "", ""
    most = max(max(one.points, one.bound) for one in known) or 1.0
    ends = max(seconds, known[-1].seconds, 1e-3)

    def place(points: float) -> str:
        return f"{HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * points / most:.1f}"

    def along(at: float) -> str:
        return f"{EDGE + (WIDTH - 2 * EDGE) * at / ends:.1f}"

    path = f"M{along(known[0].seconds)} {place(known[0].points)}"
    path += "".join(f"H{along(one.seconds)}V{place(one.points)}" for one in known[1:])
    return f"{path}H{WIDTH - EDGE}", f"M{EDGE} {place(known[-1].bound)}H{WIDTH - EDGE}"


@router.get("/jobs/{name}/events")
async def follow(request: Request, name: str) -> Response:
    """The state of a job as server-sent events, each time that it changes, until it has ended."""
    job = await run_in_threadpool(find_job, request, name)
    worker = find_site(request).worker

    async def tell() -> AsyncIterator[str]:
        if isinstance(job, KeptJob):
            yield f"data: {json.dumps({'says': job.says, 'ended': True})}\n\n"
            return
        while True:
            seen = job.number
            yield f"data: {json.dumps(say_state(job))}\n\n"
            if job.has_ended or await request.is_disconnected():
                return
            await run_in_threadpool(worker.wait, job, QUIET_S, seen)

    return StreamingResponse(tell(), media_type="text/event-stream")


@router.post("/jobs/{name}/cancel")
def cancel(request: Request, name: str) -> Response:
    """End a job at once."""
    job = find_job(request, name)
    if isinstance(job, Job):
        find_site(request).worker.cancel(job)
    return go(request, f"/jobs/{name}")


@router.post("/jobs/{name}/again")
def begin_again(request: Request, name: str) -> Response:
    """Begin a job anew that was ended, or that stopped with the server."""
    job = find_job(request, name)
    worker = find_site(request).worker
    new = worker.find_active(job.task, **job.words) or worker.submit(job.task, **job.words)
    return go(request, f"/jobs/{new.id}")
