package io.framelog.viewer.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The page for browsers: files among the program's resources, read once. */
final class Page {
    /** All that the page needs comes from here, no script or style stands in the HTML, and nobody may frame it. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    void html(Context context) {
        context.header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer");
        send(context, "page.html", "text/html; charset=utf-8");
    }

    void style(Context context) {
        send(context, "page.css", "text/css; charset=utf-8");
    }

    void script(Context context) {
        send(context, "page.js", "text/javascript; charset=utf-8");
    }

    void icon(Context context) {
        send(context, "icon.svg", "image/svg+xml");
    }

    private void send(Context context, String name, String contentType) {
        // A page that is newer than its script is worse than a few kilobytes.
        context.header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff")
                .contentType(contentType)
                .result(files.computeIfAbsent(name, Page::read));
    }

    private static byte[] read(String name) {
        try (InputStream file = Page.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the program");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
