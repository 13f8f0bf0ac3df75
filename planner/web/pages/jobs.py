"""What takes long: how far it is, and how to end it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from planner.errors import PlannerError
from planner.web.house import NoSuchPage
from planner.web.site import Fault, find_site, go, say_problems, show
from planner.web.worker import CANCELLED, DONE, FAILED, WAITING, Job

router = APIRouter(include_in_schema=False)

STAGES = {
    "economise": "Saving money",
    "leftovers": "Looking for dinners that keep",
    "shortfall": "Looking for changes that meet it",
}
PLANNING = "Planning the days against each other"
QUIET_S = 15.0
"""Seconds after which a connection without news gets a sign of life."""


def find_job(request: Request, name: str) -> Job:
    """A job by its name; NoSuchPage for one that isn't known any more."""
    job = find_site(request).worker.jobs.get(name)
    if job is None:
        what = "This work isn't known any more: the server was started anew since then."
        raise NoSuchPage(f"{what} Weeks has what was planned.")
    return job


@router.get("/jobs/{name}")
def watch(request: Request, name: str) -> Response:
    """How far a job is; once it is done, what came of it."""
    job = find_job(request, name)
    if job.state == DONE:
        first, is_new = job.result
        note = "This week is planned." if is_new else "This week was planned before, and stays."
        return go(request, f"/week/{first}", note)
    if job.state == CANCELLED:
        return go(request, "/weeks", "Planning was ended. Nothing was written.")
    if job.state == FAILED:
        error = job.error
        said = say_problems(error) if isinstance(error, PlannerError) else [Fault(str(error))]
        texts = ["Nothing was written: the kitchen is as it was."]
        title = "No week was planned"
        return show(request, "problem", 500, title=title, problems=said, texts=texts, back="/weeks")
    return show(request, "job", title="Planning your week", job=job, says=say_state(job))


def say_state(job: Job) -> str:
    """What a job does now, in a few words."""
    if job.state == WAITING:
        return "Waiting for the work before it"
    text = STAGES.get(job.stage, PLANNING)
    return f"{text}: {job.done} of at most {job.steps}" if job.steps else text


@router.get("/jobs/{name}/events")
async def follow(request: Request, name: str) -> Response:
    """The state of a job as server-sent events, each time that it changes, until it has ended."""
    job = find_job(request, name)
    worker = find_site(request).worker

    async def tell() -> AsyncIterator[str]:
        seen = -1
        while True:
            if job.number == seen:
                yield ": still there\n\n"
            seen = job.number
            value = {"says": say_state(job), "done": job.done, "steps": job.steps}
            yield f"data: {json.dumps(value | {'ended': job.has_ended})}\n\n"
            if job.has_ended or await request.is_disconnected():
                return
            await run_in_threadpool(worker.wait, job, QUIET_S, seen)

    return StreamingResponse(tell(), media_type="text/event-stream")


@router.post("/jobs/{name}/cancel")
def cancel(request: Request, name: str) -> Response:
    """End a job at once."""
    job = find_job(request, name)
    find_site(request).worker.cancel(job)
    return go(request, f"/jobs/{name}")
