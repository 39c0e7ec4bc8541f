package io.framelog.viewer.webhook;

import io.framelog.event.EventTopic;
import io.framelog.viewer.notify.CloudEventJson;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import java.net.http.HttpRequest;

/** The event as it is in the log. */
final class CloudEventsBody implements WebhookFormat.Body {
    @Override
    public void fill(HttpRequest.Builder request, Notice notice, Links links, boolean picture) {
        request.header("Content-Type", EventTopic.CONTENT_TYPE + "; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new CloudEventJson(notice, links).bytes(picture)));
    }

    @Override
    public boolean hasPicture() {
        return true;
    }
}
