"""Long work that survives its process: written down (`records`), queued (`queue`), run by one worker (`worker`)."""

from ingest.jobs.runner import QueuedJobs
from ingest.jobs.work import JobWork
from ingest.jobs.worker import QueueWorker

__all__ = ["JobWork", "QueueWorker", "QueuedJobs"]
