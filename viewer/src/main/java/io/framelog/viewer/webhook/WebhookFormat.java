package io.framelog.viewer.webhook;

import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import java.net.http.HttpRequest;

/** How an event looks in a request. */
public enum WebhookFormat {
    /** The CloudEvents 1.0 event itself, in JSON. */
    CLOUDEVENTS,
    /** A message to a topic of ntfy, with the picture attached. */
    NTFY,
    /** A message as Slack, Mattermost and Discord take it. */
    SLACK;

    /** Fills a request. */
    interface Body {
        /**
         * Adds method, body and headers.
         *
         * @param picture whether the picture may be part of it
         */
        void fill(HttpRequest.Builder request, Notice notice, Links links, boolean picture);

        /** Whether it can have a picture. */
        boolean hasPicture();
    }

    Body body() {
        return switch (this) {
            case CLOUDEVENTS -> new CloudEventsBody();
            case NTFY -> new NtfyBody();
            case SLACK -> new SlackBody();
        };
    }
}
