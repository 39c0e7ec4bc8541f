package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Serves the page for browsers. Its files are resources of the program; each is read once. */
public final class Page implements Feature {
    /** Allows only files of this server, and no inline scripts or styles. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors ";

    private static final String HTML = "index.html";
    private static final String LOGIN = "login.html";
    private static final String ICON = "icon.svg";

    /** The names of the files that the HTML uses. No other file is served. */
    static final Set<String> NAMES = Set.of(
            "page.css",
            "player.css",
            ICON,
            "old.js",
            "login.js",
            "login.css",
            "user.js",
            "share.js",
            "main.js",
            "list.js",
            "card.js",
            "screen.js",
            "connection.js",
            "parts.js",
            "skipped.js",
            "text.js",
            "address.js",
            "clock.js",
            "player.js",
            "playback.js",
            "spans.js",
            "timeline.js",
            "preview.js",
            "clip.js",
            "events.js");

    private final String policy;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /** @param ancestors who may show the page in a frame */
    public Page(FrameAncestors ancestors) {
        policy = POLICY + ancestors.sources();
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.get("/", this::root);
        NAMES.forEach(name -> routes.open(HandlerType.GET, "/page/" + name, context -> file(context, name)));
        routes.open(HandlerType.GET, "/favicon.ico", context -> file(context, ICON));
    }

    private void root(Context context) {
        String action = context.queryParam("action");
        if (action != null) {
            throw new ProblemException(Problem.badRequest("action must be 'stream' or 'snapshot', not " + action));
        }
        html(context);
    }

    private void html(Context context) {
        context.header("Content-Security-Policy", policy);
        file(context, HTML);
    }

    /** Sends the login page. */
    public void login(Context context) {
        login(context, "", context.queryParam("next"));
    }

    /**
     * Sends the login page after a wrong password.
     *
     * @param detail what is wrong
     */
    public void loginRefused(Context context, String detail) {
        login(context, "<p role=\"alert\">" + escaped(capital(detail)) + ".</p>", context.formParam("next"));
    }

    private void login(Context context, String message, @Nullable String next) {
        String html = new String(files.computeIfAbsent(LOGIN, Page::read), UTF_8)
                .replace("<!-- message -->", message)
                .replace("NEXT", escaped(next == null ? "" : next));
        context.header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .contentType(contentType(LOGIN))
                .result(html);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** @param name one of {@link #NAMES}, or {@link #HTML} */
    private void file(Context context, String name) {
        // A page must not run with older scripts, so nothing is cached without asking.
        context.header("Cache-Control", "no-cache")
                .contentType(contentType(name))
                .result(files.computeIfAbsent(name, Page::read));
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }

    private static byte[] read(String name) {
        try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the program");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
