package io.framelog.viewer.http;

import java.time.Duration;
import org.eclipse.jetty.server.Request;

/** How far what a client sends on one connection has come. Thread-safe. */
interface Arrival {
    /** How far one request has come. */
    interface Progress {
        /** The body has arrived, too. */
        void arrived();

        /** The answer has been sent, or has failed. */
        void answered();
    }

    /** The head of a request has arrived, the body perhaps not. */
    Progress begins(Request request);

    /**
     * Ends what has not come in time. Called regularly.
     *
     * @return how many requests, or connections, were ended
     */
    int endLate(Duration limit);
}
