package io.framelog.viewer.http;

import io.framelog.cli.UsageFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The websites whose scripts may read the viewer's answers (Fetch standard, "CORS protocol"). Without any, browsers keep
 * the answers from scripts of other websites. Immutable.
 */
public final class CrossOrigin {
    /** No website. */
    public static final CrossOrigin NONE = new CrossOrigin(Set.of());

    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile(
            "[a-z][a-z0-9+.-]*://[a-z0-9._-]+(:\\d{1,5})?|" + "[a-z][a-z0-9+.-]*://\\[[0-9a-f:.]+](:\\d{1,5})?");

    /** The headers, beyond the usual ones, that a script may read. */
    private static final String EXPOSED = "X-Timestamp, X-Framelog-Position, X-Framelog-From, X-Framelog-Note, "
            + "Content-Location, Content-Disposition, Content-Range, Accept-Ranges, ETag, Retry-After";

    /** How long a browser may remember that a request is allowed: Chromium's own limit. */
    private static final String MAX_AGE_SECONDS = "7200";

    private static final int NO_CONTENT = 204;

    private final Set<String> origins;

    private CrossOrigin(Set<String> origins) {
        this.origins = origins;
    }

    /**
     * Allows websites.
     *
     * @param origins such as {@code https://www.example.org}; {@code *} for all
     * @throws UsageFailure if one is not an origin
     */
    public static CrossOrigin of(List<String> origins) {
        Set<String> all = new TreeSet<>();
        for (String origin : origins) {
            String lower = origin.toLowerCase(Locale.ROOT);
            if (!lower.equals(ANY) && !ORIGIN.matcher(lower).matches()) {
                throw new UsageFailure("--allow-origin must be an origin such as https://www.example.org, without a"
                        + " path, or *, not '" + origin + "'");
            }
            all.add(withoutDefaultPort(lower));
        }
        return new CrossOrigin(all);
    }

    /** Browsers leave it out. */
    private static String withoutDefaultPort(String origin) {
        return origin.replaceFirst("^(http://.*):80$|^(https://.*):443$", "$1$2");
    }

    /** Whether any website is allowed. */
    boolean allowsAny() {
        return !origins.isEmpty();
    }

    void register(RoutesConfig routes) {
        if (!origins.isEmpty()) {
            routes.before(this::allow);
        }
    }

    private void allow(Context context) {
        context.res().addHeader("Vary", "Origin");
        String origin = context.header("Origin");
        if (origin == null || !allows(origin)) {
            return;
        }
        if (origins.contains(origin)) {
            // A proxy may ask for passwords, which a browser sends only to viewers that accept them.
            context.header("Access-Control-Allow-Origin", origin).header("Access-Control-Allow-Credentials", "true");
        } else {
            context.header("Access-Control-Allow-Origin", ANY);
        }
        context.header("Access-Control-Expose-Headers", EXPOSED);
        if (context.method().equals(HandlerType.OPTIONS) && context.header("Access-Control-Request-Method") != null) {
            preflight(context);
        }
    }

    /** Whether scripts of a website may read the answers. */
    boolean allows(String origin) {
        return origins.contains(origin) || origins.contains(ANY);
    }

    private static void preflight(Context context) {
        String headers = context.header("Access-Control-Request-Headers");
        if (headers != null) {
            context.header("Access-Control-Allow-Headers", headers); // the viewer ignores those that it does not know
        }
        context.header("Access-Control-Allow-Methods", "GET, HEAD")
                .header("Access-Control-Max-Age", MAX_AGE_SECONDS)
                .status(NO_CONTENT)
                .skipRemainingHandlers();
    }
}
