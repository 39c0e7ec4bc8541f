package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.event.EventType;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.NoticeText;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A message of ntfy: its text is the body, or in a header if a picture is the body. */
final class NtfyBody implements WebhookFormat.Body {
    /** What happened is seen at a glance; these are the names of emojis. */
    private static final Map<EventType, String> TAGS = Map.of(
            Notice.MOTION, "walking",
            Notice.FACE, "bust_in_silhouette",
            Notice.SCENE, "eyes",
            EventType.LOST, "warning",
            EventType.RECOVERED, "white_check_mark");

    /** Without a sound. */
    private static final String LOW = "2";

    /** What ntfy takes as the name of messages that replace one another. */
    private static final Pattern SEQUENCE = Pattern.compile("[-_A-Za-z0-9]{1,64}");

    @Override
    public void fill(HttpRequest.Builder request, Notice notice, Links links, boolean picture) {
        NoticeText text = new NoticeText(notice);
        request.header("Title", encoded(text.title()))
                .header("Tags", TAGS.getOrDefault(notice.event().type(), "information_source"));
        if (notice.isEnd() || notice.event().type().equals(EventType.RECOVERED)) {
            request.header("Priority", LOW);
        }
        if (SEQUENCE.matcher(notice.subject()).matches()) {
            request.header("X-Sequence-ID", notice.subject());
        }
        links.of(notice).ifPresent(link -> request.header("Click", link));
        Optional<byte[]> attached = picture ? notice.picture() : Optional.empty();
        if (attached.isPresent()) {
            request.header("Message", encoded(text.message()))
                    .header("Filename", "picture.jpg")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(attached.get()));
        } else {
            request.POST(HttpRequest.BodyPublishers.ofString(text.message(), UTF_8));
        }
    }

    @Override
    public boolean hasPicture() {
        return true;
    }

    /** Text for a header: ASCII, or as RFC 2047 has it. */
    static String encoded(String text) {
        return text.chars().allMatch(at -> at >= ' ' && at < 0x7F)
                ? text
                : "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)) + "?=";
    }
}
