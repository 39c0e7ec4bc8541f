package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /** The modules of the page's script; the HTML has browsers load them at once, although they import each other. */
    private static final List<String> MODULES = List.of(
            "address.js",
            "alerts.js",
            "arranging.js",
            "cell.js",
            "channel.js",
            "clip.js",
            "clock.js",
            "contents.js",
            "filter.js",
            "frame.js",
            "happening.js",
            "happenings.js",
            "layout.js",
            "look.js",
            "main.js",
            "picture.js",
            "playback.js",
            "player.js",
            "preview.js",
            "reports.js",
            "request.js",
            "review.js",
            "ruler.js",
            "screen.js",
            "settings.js",
            "share.js",
            "skipped.js",
            "spans.js",
            "text.js",
            "tile.js",
            "timeline.js",
            "timelineinput.js",
            "together.js",
            "truth.js",
            "user.js",
            "view.js",
            "wall.js",
            "wallmenu.js",
            "watch.js",
            "zoompan.js");

    /** What else the HTML uses. */
    private static final List<String> OTHERS = List.of(
            "page.css", "wall.css", "player.css", "review.css", "login.css", ICON, "first.js", "old.js", "login.js");

    /** The names of the files that are served. */
    static final Set<String> NAMES =
            Stream.of(MODULES, OTHERS).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private final String policy;
    private final Map<String, PageFile> files = new ConcurrentHashMap<>();

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
        files.computeIfAbsent(HTML, name -> new PageFile(name, withPreloads(PageFile.bytes(name))))
                .send(context);
    }

    private static byte[] withPreloads(byte[] html) {
        String links = MODULES.stream()
                .map(name -> "<link rel=\"modulepreload\" href=\"page/" + name + "\">")
                .collect(Collectors.joining("\n    "));
        return new String(html, UTF_8).replace("<!-- preload -->", links).getBytes(UTF_8);
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
        String html = new String(PageFile.bytes(LOGIN), UTF_8)
                .replace("<!-- message -->", message)
                .replace("NEXT", escaped(next == null ? "" : next));
        context.header("Content-Security-Policy", policy)
                .header("Cache-Control", "no-store")
                .contentType(PageFile.contentType(LOGIN))
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

    /** @param name one of {@link #NAMES} */
    private void file(Context context, String name) {
        files.computeIfAbsent(name, PageFile::read).send(context);
    }
}
