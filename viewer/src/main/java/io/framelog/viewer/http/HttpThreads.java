package io.framelog.viewer.http;

import io.framelog.cli.FatalErrors;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's threads. Jetty would log an {@link Error} and go on; here it ends the process ({@link FatalErrors}). */
final class HttpThreads extends QueuedThreadPool {
    HttpThreads(int most, int least) {
        super(most, least);
    }

    @Override
    protected void runJob(Runnable job) {
        try {
            super.runJob(job);
        } catch (Error e) {
            FatalErrors.escalate(e);
            throw e;
        }
    }
}
