package io.framelog.viewer.http;

import io.framelog.viewer.access.Audit;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps websites of others out of browsers' access to the viewer: what they send and show, and with names that they make
 * stand for this machine. Thread-safe.
 */
public final class SiteGuard {
    private static final String CROSS_SITE = "cross-site";
    private static final String SAME_ORIGIN = "same-origin";
    /** Health checks have no secrets, and ask for whatever name their configuration has. */
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz");

    private final Optional<KnownHosts> hosts;
    private final CrossOrigin crossOrigin;
    private final ClientAddress addresses;
    private final Audit audit;

    /**
     * Keeps them out.
     *
     * @param hosts the names that the viewer answers for; empty for all, if browsers show it passwords and cookies,
     *     which they send only to the name that they are for
     */
    public SiteGuard(Optional<KnownHosts> hosts, CrossOrigin crossOrigin, ClientAddress addresses, Audit audit) {
        this.hosts = hosts;
        this.crossOrigin = crossOrigin;
        this.addresses = addresses;
        this.audit = audit;
    }

    void register(RoutesConfig routes) {
        routes.before(this::check);
    }

    private void check(Context context) {
        // Pages of other sites may not show its pictures, unless they are allowed to.
        context.header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", crossOrigin.allowsAny() ? "cross-origin" : "same-site");
        if (OPEN.contains(context.path())) {
            return;
        }
        String host = RequestedHost.of(context);
        if (host != null && hosts.isPresent() && !hosts.get().contains(host)) {
            throw refusal(
                    context,
                    "this viewer does not answer for the name of '" + host
                            + "': start it with --allowed-host to allow that name");
        }
        checkSite(context, host);
    }

    private void checkSite(Context context, @Nullable String host) {
        String site = context.header("Sec-Fetch-Site");
        boolean crossSite = CROSS_SITE.equals(site);
        if (isPost(context)) {
            if (crossSite) {
                throw refusal(context, "a page of another website cannot send this");
            }
            return;
        }
        String origin = context.header("Origin");
        // A browser's own word counts more: a proxy may have changed the host's name.
        if (origin != null
                && !SAME_ORIGIN.equals(site)
                && host != null
                && !isSame(origin, host)
                && !crossOrigin.allows(origin)) {
            throw refusal(
                    context,
                    "scripts of " + origin
                            + " may not read this viewer's answers: start it with --allow-origin to allow them");
        }
        // A link to this viewer is a navigation. What remains are pictures and scripts in pages of others.
        boolean navigates = "navigate".equals(context.header("Sec-Fetch-Mode"));
        if (crossSite && !navigates && !crossOrigin.allowsAny()) {
            throw refusal(
                    context,
                    "pages of other websites may not show this viewer's answers: start it with --allow-origin to"
                            + " allow them");
        }
    }

    private ProblemException refusal(Context context, String why) {
        audit.refused(context.method().name() + " " + context.path(), addresses.of(context), why);
        return new ProblemException(Problem.forbidden(why));
    }

    /** Browsers name the page's own origin with POST, and some proxies change the host's name: cookies protect it. */
    private static boolean isPost(Context context) {
        return context.method().name().equals("POST");
    }

    private static boolean isSame(String origin, String host) {
        String lower = origin.toLowerCase(Locale.ROOT);
        int slashes = lower.indexOf("://");
        return slashes >= 0 && lower.substring(slashes + 3).equals(host.toLowerCase(Locale.ROOT));
    }
}
