package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.cli.UsageFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a webhook. Its path may be a secret, and is in no message. Immutable.
 *
 * @param uri without user and password
 * @param authorization the header's value for the user and password that were in it
 */
public record WebhookAddress(URI uri, Optional<String> authorization) {
    /** Bytes of the checksum in a name: enough to tell the webhooks of one host apart. */
    private static final int SUM_BYTES = 4;

    /**
     * Reads an address.
     *
     * @throws UsageFailure if it is not one; does not quote it
     */
    public static WebhookAddress parse(String text) {
        try {
            URI given = new URI(text.strip());
            String scheme = String.valueOf(given.getScheme()).toLowerCase(Locale.ROOT);
            if (given.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
                throw new UsageFailure("--webhook must be an address such as https://ntfy.sh/my-topic");
            }
            String userInfo = given.getRawUserInfo();
            String path = given.getRawPath() == null ? "" : given.getRawPath();
            String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
            String port = given.getPort() < 0 ? "" : ":" + given.getPort();
            URI plain = new URI(new URI(scheme + "://" + given.getHost() + port + path + query).toASCIIString());
            return new WebhookAddress(
                    plain,
                    Optional.ofNullable(given.getUserInfo())
                            .filter(any -> userInfo != null)
                            .map(login -> "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8))));
        } catch (URISyntaxException e) {
            throw new UsageFailure(
                    "--webhook is not an address: " + e.getReason() + " at character " + (e.getIndex() + 1));
        }
    }

    /** Scheme, host and port: the rest may be a secret. */
    public String shown() {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** The host, and a checksum of the whole address. */
    public String name() {
        try {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(uri.toString().getBytes(US_ASCII));
            return uri.getHost().replaceAll("[^A-Za-z0-9.-]", "_") + "-"
                    + HexFormat.of().formatHex(sum, 0, SUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
