package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A network address as people write it: the password may hold any characters, as they are or percent-encoded. Immutable.
 *
 * @param scheme in lower case, such as {@code http}
 * @param userInfo user and password as they were written; empty if there are none
 * @param host empty if the address has none, such as {@code data:…}
 * @param port -1 if the address does not name one
 * @param rest path, query and fragment as they were written
 */
public record CameraAddress(String scheme, String userInfo, String host, int port, String rest) {
    private static final Pattern ADDRESS = Pattern.compile("(?s)([A-Za-z][A-Za-z0-9+.-]+):(//)?(.*)");
    private static final Pattern AUTHORITY =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?]|[\\p{L}\\p{N}._-]*)(?::(\\d{1,5}))?");

    private static final Map<String, Integer> PORTS =
            Map.of("http", 80, "https", 443, "rtsp", 554, "rtsps", 322, "rtmp", 1935);

    /**
     * A user and a password in clear.
     *
     * @param user may be empty
     * @param password may be empty
     */
    record Login(String user, String password) {
        @Override
        public String toString() {
            return "a login";
        }
    }

    /**
     * Reads an address.
     *
     * @return empty if the text has no scheme, or no host where one must be
     */
    public static Optional<CameraAddress> parse(String text) {
        Matcher address = ADDRESS.matcher(text.strip());
        if (!address.matches()) {
            return Optional.empty();
        }
        String scheme = address.group(1).toLowerCase(Locale.ROOT);
        String slashes = address.group(2) == null ? "" : "//";
        String behind = address.group(3);
        if (PORTS.containsKey(scheme)) {
            return slashes.isEmpty() ? Optional.empty() : split(scheme, behind).filter(found -> !found.host.isEmpty());
        }
        // Other protocols have addresses without a host, such as file:///path and srt://:9000.
        CameraAddress whole = new CameraAddress(scheme, "", "", -1, slashes + behind);
        boolean hasHost = !slashes.isEmpty() && !behind.isEmpty() && !behind.startsWith("/");
        return Optional.of(hasHost ? split(scheme, behind).orElse(whole) : whole);
    }

    /**
     * Finds the host. By RFC 3986 the user info ends at the last @ before the first of / ? #. Passwords often hold
     * these characters all the same. So a later @ counts if what stands before the first of them cannot be a host, or
     * if only the later one has the looks of a host.
     */
    private static Optional<CameraAddress> split(String scheme, String text) {
        @Nullable CameraAddress strict = null;
        int authority = endOfAuthority(text, 0);
        List<Integer> ends = new ArrayList<>(List.of(text.lastIndexOf('@', authority - 1)));
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            ends.add(at);
        }
        for (int at : ends) {
            @Nullable CameraAddress candidate = at < authority || hasName(text, at) ? at(scheme, text, at) : null;
            if (candidate == null) {
                continue;
            }
            if (candidate.hasClearHost()) {
                return Optional.of(candidate);
            }
            strict = strict == null ? candidate : strict;
        }
        return Optional.ofNullable(strict);
    }

    /** Whether a user info has the form of user:password. */
    private static boolean hasName(String text, int end) {
        int colon = text.indexOf(':');
        return colon > 0 && colon < end && endOfAuthority(text, 0) > colon;
    }

    private static @Nullable CameraAddress at(String scheme, String text, int at) {
        int end = endOfAuthority(text, at + 1);
        Matcher authority = AUTHORITY.matcher(text.substring(at + 1, end));
        if (!authority.matches()) {
            return null;
        }
        int port = authority.group(2) == null ? -1 : Integer.parseInt(authority.group(2));
        return port > 0xFFFF
                ? null
                : new CameraAddress(
                        scheme, text.substring(0, Math.max(0, at)), authority.group(1), port, text.substring(end));
    }

    private static int endOfAuthority(String text, int from) {
        int end = from;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private boolean hasNoAuthority() {
        return host.isEmpty() && port < 0;
    }

    /** Whether the host has the looks of one, and could hardly be a part of a password or of a path. */
    private boolean hasClearHost() {
        return port >= 0
                || host.startsWith("[")
                || host.matches("\\d{1,3}(\\.\\d{1,3}){3}|(?i)localhost")
                || (host.contains(".") && rest.startsWith("/"));
    }

    /**
     * The address in a form that may be shown: without user, password, path, query and fragment, all of which may hold
     * a secret. The path of a local file is shown.
     */
    public String display() {
        if (scheme.equals("file")) {
            return scheme + ":" + rest;
        }
        if (hasNoAuthority()) {
            return scheme + ":…";
        }
        if (rest.contains("@") && !host.contains(".") && !host.startsWith("[")) {
            return scheme + "://…"; // what looks like the host may be a part of a password
        }
        return scheme + "://" + authority() + (rest.isEmpty() || rest.equals("/") ? rest : "/…");
    }

    /** The address in a form that FFmpeg and other strict programs understand. It holds the password. */
    public String encoded() {
        if (hasNoAuthority()) {
            return scheme + ":" + rest;
        }
        String login = "";
        if (!userInfo.isEmpty()) {
            int colon = userInfo.indexOf(':');
            login = colon < 0
                    ? PercentCode.encode(PercentCode.decode(userInfo)) + "@"
                    : PercentCode.encode(PercentCode.decode(userInfo.substring(0, colon))) + ":"
                            + PercentCode.encode(PercentCode.decode(userInfo.substring(colon + 1))) + "@";
        }
        return scheme + "://" + login + authority() + (isHttp() ? target() : rest);
    }

    /** Whether pictures are asked for by HTTP. */
    public boolean isHttp() {
        return scheme.equals("http") || scheme.equals("https");
    }

    boolean isSecure() {
        return scheme.equals("https");
    }

    /** Whether the protocol is one of those over TCP whose usual port is known here. */
    boolean hasKnownProtocol() {
        return PORTS.containsKey(scheme);
    }

    /** The port that is named, or the usual one of the scheme; -1 if the scheme has none. */
    int portOrDefault() {
        return port >= 0 ? port : PORTS.getOrDefault(scheme, -1);
    }

    /** The host, and the port if the address names one. */
    String authority() {
        return port < 0 ? host : host + ":" + port;
    }

    /** What stands in the request's first line: path and query, with characters that HTTP does not allow encoded. */
    String target() {
        int fragment = rest.indexOf('#');
        String path = fragment < 0 ? rest : rest.substring(0, fragment);
        StringBuilder target = new StringBuilder(path.startsWith("/") ? "" : "/");
        for (byte b : path.getBytes(UTF_8)) {
            boolean allowed = b > ' ' && b < 0x7F && "\"<>".indexOf(b) < 0;
            target.append(allowed ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return target.toString();
    }

    /**
     * What may be meant by user and password, the likeliest first: percent-encoded characters decoded, and if there
     * are such, the text as it stands. Empty if there is no user.
     */
    List<Login> logins() {
        if (userInfo.isEmpty()) {
            return List.of();
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        Login plain = new Login(user, password);
        Login decoded = new Login(PercentCode.decode(user), PercentCode.decode(password));
        return decoded.equals(plain) ? List.of(plain) : List.of(decoded, plain);
    }

    /**
     * The address that an answer of this one points to. User and password go along to the same host only.
     *
     * @return empty if it is none
     */
    Optional<CameraAddress> resolve(String location) {
        if (location.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.*")) {
            return parse(location).map(this::withLogin);
        }
        if (location.startsWith("//")) {
            return parse(scheme + ":" + location).map(this::withLogin);
        }
        int end = endOfPath();
        String path = rest.substring(0, end);
        String target = location.startsWith("/") ? location : path.substring(0, path.lastIndexOf('/') + 1) + location;
        if (location.startsWith("?")) {
            target = path + location;
        }
        return Optional.of(
                new CameraAddress(scheme, userInfo, host, port, target.startsWith("/") ? target : "/" + target));
    }

    private int endOfPath() {
        int end = 0;
        while (end < rest.length() && "?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private CameraAddress withLogin(CameraAddress target) {
        boolean same = target.userInfo.isEmpty() && target.host.equalsIgnoreCase(host);
        return same ? new CameraAddress(target.scheme, userInfo, target.host, target.port, target.rest) : target;
    }

    @Override
    public String toString() {
        return display();
    }
}
