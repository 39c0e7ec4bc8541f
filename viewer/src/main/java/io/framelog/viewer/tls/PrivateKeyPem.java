package io.framelog.viewer.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an unencrypted PKCS #8 private key from PEM (RFC 7468, 10). Not by sslcontext-kickstart, which brings 10 MB of
 * Bouncy Castle, nor by Javalin's SSL plugin, which needs it and Jetty 11.
 */
final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private PrivateKeyPem() {}

    /**
     * Reads the key.
     *
     * @param algorithm of the certificate's public key
     * @throws InvalidKeyException says what is wrong and what to do; the caller puts the file's name before it
     */
    static PrivateKey parse(String pem, String algorithm) throws InvalidKeyException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeyException("contains no private key: it must be a PEM file with BEGIN PRIVATE KEY");
        }
        String kind = block.group(1);
        if (kind.equals(ENCRYPTED) || block.group(2).contains("ENCRYPTED")) {
            throw new InvalidKeyException("is encrypted; `openssl pkcs8 -topk8 -nodes` removes the password");
        }
        if (!kind.equals(PKCS8)) {
            throw new InvalidKeyException(
                    "has the old format " + kind + "; `openssl pkcs8 -topk8 -nodes` converts it to PRIVATE KEY");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidKeyException("contains no " + algorithm + " key, which the certificate requires", e);
        }
    }
}
