package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.publisher.http.CameraAddress.Login;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server has asked for, Basic (RFC 7617) or Digest (RFC 7616, and RFC 2069 as old cameras have it). It answers
 * every later request, too. For one thread.
 */
final class Authentication {
    private static final Pattern DIGEST = Pattern.compile("(?is)\\bdigest\\s+(.*?)(?:,\\s*basic\\b.*)?$");
    private static final Pattern BASIC = Pattern.compile("(?is)\\bbasic\\b.*");
    private static final Pattern PARAMETER =
            Pattern.compile("(?s)(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]*))");
    /** The hash functions, the strongest first. */
    private static final List<String> HASHES = List.of("SHA-256", "MD5");

    private final Map<String, String> digest;
    private final SecureRandom random = new SecureRandom();
    private int requests;

    private Authentication(Map<String, String> digest) {
        this.digest = digest;
    }

    /**
     * Reads what a server asks for.
     *
     * @param challenges the values of WWW-Authenticate
     * @return empty if it asks for nothing that is known here
     */
    static Optional<Authentication> of(List<String> challenges) {
        for (String hash : HASHES) {
            for (String challenge : challenges) {
                Matcher digest = DIGEST.matcher(challenge);
                if (digest.find()) {
                    Map<String, String> parameters = parameters(digest.group(1));
                    String algorithm = parameters.getOrDefault("algorithm", "MD5");
                    if (algorithm.toUpperCase(Locale.ROOT).replace("-SESS", "").equals(hash)) {
                        return Optional.of(new Authentication(parameters));
                    }
                }
            }
        }
        return challenges.stream()
                        .anyMatch(challenge -> BASIC.matcher(challenge).find())
                ? Optional.of(new Authentication(Map.of()))
                : Optional.empty();
    }

    private static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            String quoted = parameter.group(2);
            parameters.put(
                    parameter.group(1).toLowerCase(Locale.ROOT),
                    quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
        }
        return parameters;
    }

    /** The value of the header Authorization for a GET. */
    String header(Login login, String target) {
        if (digest.isEmpty()) {
            String pair = login.user() + ":" + login.password();
            return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
        }
        String algorithm = digest.getOrDefault("algorithm", "MD5");
        String nonce = digest.getOrDefault("nonce", "");
        String realm = digest.getOrDefault("realm", "");
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        String cnonce = HexFormat.of().formatHex(bytes);
        String count = String.format("%08x", ++requests);
        String who = hash(algorithm, login.user() + ":" + realm + ":" + login.password());
        boolean session = algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS");
        if (session) {
            who = hash(algorithm, who + ":" + nonce + ":" + cnonce);
        }
        String what = hash(algorithm, "GET:" + target);
        boolean counted = digest.getOrDefault("qop", "").matches("(?i)(.*[,\\s])?auth([,\\s].*)?");
        String middle = counted ? nonce + ":" + count + ":" + cnonce + ":auth" : nonce;
        StringBuilder header = new StringBuilder("Digest username=").append(quote(login.user()));
        header.append(", realm=").append(quote(realm)).append(", nonce=").append(quote(nonce));
        header.append(", uri=").append(quote(target));
        header.append(", response=").append(quote(hash(algorithm, who + ":" + middle + ":" + what)));
        if (digest.containsKey("algorithm")) {
            header.append(", algorithm=").append(algorithm);
        }
        if (digest.containsKey("opaque")) {
            header.append(", opaque=").append(quote(digest.getOrDefault("opaque", "")));
        }
        if (counted) {
            header.append(", qop=auth, nc=").append(count);
        }
        if (counted || session) {
            header.append(", cnonce=").append(quote(cnonce));
        }
        return header.toString();
    }

    /** Whether the server only wants a newer nonce than the one it was given. */
    boolean isStale() {
        return digest.getOrDefault("stale", "").equalsIgnoreCase("true");
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String hash(String algorithm, String text) {
        String name = algorithm.toUpperCase(Locale.ROOT).replace("-SESS", "");
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }
}
