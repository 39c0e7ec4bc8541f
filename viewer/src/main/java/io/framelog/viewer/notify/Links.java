package io.framelog.viewer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Optional;

/**
 * Links to the viewer's page. Immutable.
 *
 * @param base the page's address as receivers reach it, without a slash at the end; empty if it is not known
 */
public record Links(Optional<String> base) {
    /** The address that shows a stream at the moment of an event; empty without a base. */
    public Optional<String> of(Notice notice) {
        return base.map(page -> {
            String stream =
                    URLEncoder.encode(notice.event().stream().value(), UTF_8).replace("+", "%20");
            String place = notice.place().map(position -> "/" + position).orElse("");
            return page + "/#/" + stream + place;
        });
    }
}
