package io.framelog.viewer.http;

import io.framelog.cli.UsageFailure;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The websites that may show the page in a frame (CSP 3, {@code frame-ancestors}).
 *
 * @param sources the directive's value
 */
public record FrameAncestors(String sources) {
    /** No website, so that none can trick a user into clicks on a hidden page. */
    public static final FrameAncestors NONE = new FrameAncestors("'none'");

    private static final String SELF = "self";
    private static final Pattern SOURCE =
            Pattern.compile("\\*|([a-z][a-z0-9+.-]*://)?(\\*\\.)?[a-z0-9._-]+(:(\\d{1,5}|\\*))?");

    /**
     * Allows websites.
     *
     * @param sources such as {@code https://www.example.org} or {@code https://*.example.org}; {@code self} for the
     *     viewer's own address, {@code *} for all; none if empty
     * @throws UsageFailure if one is something else
     */
    public static FrameAncestors of(List<String> sources) {
        return sources.isEmpty()
                ? NONE
                : new FrameAncestors(
                        sources.stream().map(FrameAncestors::source).collect(Collectors.joining(" ")));
    }

    private static String source(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.equals(SELF)) {
            return "'self'";
        }
        if (!SOURCE.matcher(lower).matches()) {
            throw new UsageFailure("--frame-ancestors must be an origin such as https://www.example.org, without a"
                    + " path, or self, or *, not '" + text + "'");
        }
        return lower;
    }
}
