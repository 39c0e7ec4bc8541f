package io.framelog.viewer.http;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of the page, as it is and compressed, with a tag of its content, by which a browser keeps it until it changes.
 * Thread-safe.
 */
final class PageFile {
    private static final int TAG_BYTES = 12;

    private final byte[] content;
    private final byte[] compressed;
    private final String tag;
    private final String type;

    /** @param name the file's name, whose ending tells its media type */
    PageFile(String name, byte[] content) {
        this.content = content;
        this.compressed = compressed(content);
        this.tag = HexFormat.of().formatHex(digest(content), 0, TAG_BYTES);
        this.type = contentType(name);
    }

    /**
     * Reads a resource of the page.
     *
     * @throws IllegalStateException if the program lacks it
     */
    static PageFile read(String name) {
        return new PageFile(name, bytes(name));
    }

    static byte[] bytes(String name) {
        try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing in the program");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends it, unless the browser has it already. A page must not run with older scripts, so browsers always ask. */
    void send(Context context) {
        boolean small = compressed.length < content.length && accepts(context.header("Accept-Encoding"));
        String sent = '"' + tag + (small ? "-gzip" : "") + '"';
        context.header("Cache-Control", "no-cache")
                .header("Vary", "Accept-Encoding")
                .header("ETag", sent);
        String known = context.header("If-None-Match");
        if (known != null && known.contains(tag)) {
            context.status(HttpStatus.NOT_MODIFIED);
            return;
        }
        if (small) {
            context.header("Content-Encoding", "gzip");
        }
        context.contentType(type).result(small ? compressed : content);
    }

    private static boolean accepts(@Nullable String encodings) {
        return encodings != null
                && Arrays.stream(encodings.toLowerCase(Locale.ROOT).split(","))
                        .map(encoding -> encoding.replace(" ", ""))
                        .anyMatch(encoding -> encoding.equals("gzip")
                                || (encoding.startsWith("gzip;q=") && !encoding.matches("gzip;q=0(\\.0*)?")));
    }

    private static byte[] compressed(byte[] content) {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(target)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target.toByteArray();
    }

    private static byte[] digest(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/html; charset=utf-8";
        };
    }
}
