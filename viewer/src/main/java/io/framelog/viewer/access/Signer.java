package io.framelog.viewer.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs short texts with HMAC-SHA-256, so that a viewer recognises what it or another viewer with the same key has
 * issued. The text is readable by everybody. Thread-safe.
 */
public final class Signer {
    /** The least length of a key, in bytes. */
    public static final int MIN_KEY = 32;
    /** Longer tokens are refused before they are decoded. */
    private static final int MAX_TOKEN = 2_048;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec key;

    /** @param key at least {@link #MIN_KEY} bytes */
    public Signer(byte[] key) {
        if (key.length < MIN_KEY) {
            throw new IllegalArgumentException("the key must have at least " + MIN_KEY + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /**
     * Makes a token of a text.
     *
     * @param purpose tokens of one purpose are not accepted for another
     * @return printable, and usable in addresses and cookies
     */
    public String sign(String purpose, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ENCODER.encodeToString(bytes) + "." + ENCODER.encodeToString(mac(purpose, bytes));
    }

    /** The text of a token; empty if the token is not genuine. */
    public Optional<String> verify(String purpose, String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
            byte[] mac = Base64.getUrlDecoder().decode(token.substring(dot + 1));
            return MessageDigest.isEqual(mac, mac(purpose, text)) // takes the same time for all macs
                    ? Optional.of(new String(text, UTF_8))
                    : Optional.empty();
        } catch (IllegalArgumentException e) { // is not Base64
            return Optional.empty();
        }
    }

    /** A text that only this key makes of a secret, and that does not reveal it. */
    String fingerprint(String purpose, String secret) {
        return ENCODER.encodeToString(mac(purpose, secret.getBytes(UTF_8)));
    }

    private byte[] mac(String purpose, byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(purpose.getBytes(UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
