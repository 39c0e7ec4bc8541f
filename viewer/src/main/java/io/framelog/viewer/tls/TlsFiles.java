package io.framelog.viewer.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.framelog.cli.FileFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a certificate and its key.
 *
 * @param certificate PEM: the server's certificate, followed by its chain
 * @param key PEM: the private key, unencrypted PKCS #8, RSA or EC
 */
public record TlsFiles(Path certificate, Path key) {
    /** The entry needs none: it never leaves memory. */
    private static final char[] NO_PASSWORD = {};

    private static final byte[] SAMPLE = {1};

    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);
    private static final int MIN_RSA_BITS = 2048;
    /** Half of the time that renewals are usually early, so that a working one causes no warning. */
    private static final Duration SOON = Duration.ofDays(7);

    /**
     * Reads both files.
     *
     * @return a key store with one entry, which has an empty password
     * @throws UnusableTlsFilesException if a file cannot be read, the key is not the certificate's or too short
     */
    public KeyStore load() throws UnusableTlsFilesException {
        Certificate[] chain = chain();
        PrivateKey privateKey = privateKey(chain[0].getPublicKey().getAlgorithm());
        try {
            requireStrength(chain[0]);
            warnOfDates(chain[0]);
            if (!isKeyOf(privateKey, chain[0])) {
                throw new UnusableTlsFilesException("--tls-key " + key + " is not the key of " + certificate);
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("viewer", privateKey, NO_PASSWORD, chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableTlsFilesException(
                    "--tls-certificate " + certificate + " cannot be used with " + key + ": " + e.getMessage(), e);
        }
    }

    /** Browsers refuse shorter keys, and Java the shortest, at each handshake and without a word. */
    private void requireStrength(Certificate server) throws UnusableTlsFilesException {
        if (server.getPublicKey() instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new UnusableTlsFilesException("--tls-certificate " + certificate + " has an RSA key of "
                    + rsa.getModulus().bitLength() + " bits: it must have at least " + MIN_RSA_BITS);
        }
    }

    /** It is used all the same: the client decides, and a renewed one is taken as soon as it is there. */
    private void warnOfDates(Certificate server) {
        if (server instanceof X509Certificate dated) {
            Instant now = Instant.now();
            Instant begin = dated.getNotBefore().toInstant();
            Instant end = dated.getNotAfter().toInstant();
            if (now.isAfter(end)) {
                LOG.warn("the certificate {} has expired at {}: browsers refuse it; renew it", certificate, end);
            } else if (now.isBefore(begin)) {
                LOG.warn("the certificate {} is valid from {} on: check this machine's clock", certificate, begin);
            } else if (now.isAfter(end.minus(SOON))) {
                LOG.warn("the certificate {} expires at {}: renew it", certificate, end);
            }
        }
    }

    /** When the files were last modified; the epoch for a missing file. Follows links. */
    List<FileTime> modified() {
        return List.of(modified(certificate), modified(key));
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // reading it will say why
        }
    }

    private Certificate[] chain() throws UnusableTlsFilesException {
        byte[] pem = read("--tls-certificate", certificate).getBytes(ISO_8859_1);
        try {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
            if (!chain.isEmpty()) {
                return chain.toArray(Certificate[]::new);
            }
        } catch (CertificateException e) {
            throw new UnusableTlsFilesException(
                    "--tls-certificate " + certificate
                            + " is not a certificate: it must be a PEM file with BEGIN CERTIFICATE",
                    e);
        }
        throw new UnusableTlsFilesException("--tls-certificate " + certificate
                + " contains no certificate: it must be a PEM file with BEGIN CERTIFICATE");
    }

    private PrivateKey privateKey(String algorithm) throws UnusableTlsFilesException {
        String pem = read("--tls-key", key);
        try {
            return PrivateKeyPem.parse(pem, algorithm);
        } catch (InvalidKeyException e) {
            throw new UnusableTlsFilesException("--tls-key " + key + " " + e.getMessage(), e);
        }
    }

    /** Java itself would only notice at the first handshake. */
    private static boolean isKeyOf(PrivateKey privateKey, Certificate certificate) throws GeneralSecurityException {
        Signature signature =
                Signature.getInstance(privateKey.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
        signature.initSign(privateKey);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(SAMPLE);
        return signature.verify(signed);
    }

    private static String read(String option, Path file) throws UnusableTlsFilesException {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UnusableTlsFilesException(option + " " + file + " cannot be read: " + FileFault.reason(e), e);
        }
    }
}
