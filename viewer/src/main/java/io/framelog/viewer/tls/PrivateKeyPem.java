package io.framelog.viewer.tls;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private key in the text of a PEM file: PKCS #8, not encrypted (RFC 7468, 10). */
final class PrivateKeyPem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

    private PrivateKeyPem() {}

    /**
     * Reads the key.
     *
     * @param algorithm that of the certificate's public key
     * @throws InvalidKeyException what is wrong and what to do, to be put behind the file's name
     */
    static PrivateKey parse(String pem, String algorithm) throws InvalidKeyException {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new InvalidKeyException("has no private key: BEGIN PRIVATE KEY is wanted (PEM)");
        }
        String kind = block.group(1);
        if (kind.equals(ENCRYPTED) || block.group(2).contains("ENCRYPTED")) {
            throw new InvalidKeyException("is encrypted: `openssl pkcs8 -topk8 -nodes` makes one without a password");
        }
        if (!kind.equals(PKCS8)) {
            throw new InvalidKeyException(
                    "is of an older form, " + kind + ": `openssl pkcs8 -topk8 -nodes` makes a PRIVATE KEY of it");
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new InvalidKeyException("has no " + algorithm + " key, as the certificate wants", e);
        }
    }
}
