package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.NoticeText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.util.Map;

/** A message of Slack's incoming webhooks. They take no pictures, only addresses of public ones. */
final class SlackBody implements WebhookFormat.Body {
    @Override
    public void fill(HttpRequest.Builder request, Notice notice, Links links, boolean picture) {
        NoticeText text = new NoticeText(notice);
        String link =
                links.of(notice).map(address -> "\n<" + address + "|Watch>").orElse("");
        request.header("Content-Type", "application/json; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(
                        json("*" + escaped(text.title()) + "*\n" + escaped(text.message()) + link), UTF_8));
    }

    @Override
    public boolean hasPicture() {
        return false;
    }

    private static String json(String text) {
        try {
            return JSON.std.asString(Map.of("text", text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text is always JSON", e);
        }
    }

    /** The three characters that have a meaning; an event must not be able to call everybody. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
