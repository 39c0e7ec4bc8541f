package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority that issues certificates for {@code localhost}, in files like certbot's. */
public final class TestAuthority {
    private static final String NAME = "authority";
    private static final String PASSWORD = "password";

    private final Path folder;
    private final Path store;

    /** Creates the authority in a folder, with the JDK's keytool. */
    public TestAuthority(Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        store = folder.resolve("store.p12");
        make(NAME, "EC", "-ext", "bc=ca:true");
    }

    /** Issues a certificate for a new RSA or EC key. */
    public TlsFiles issue(String name, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        return issue(name, algorithm, List.of());
    }

    /** The same with further options of keytool. */
    public TlsFiles issue(String name, String algorithm, List<String> more)
            throws IOException, InterruptedException, GeneralSecurityException {
        List<String> options = new ArrayList<>(List.of("-signer", NAME, "-ext", "san=dns:localhost,ip:127.0.0.1"));
        options.addAll(more);
        make(name, algorithm, options.toArray(String[]::new));
        KeyStore made = load();
        StringBuilder chain = new StringBuilder("Subject: text before a certificate is allowed\n");
        for (Certificate certificate : made.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        return new TlsFiles(
                Files.writeString(folder.resolve(name + "-chain.pem"), chain, US_ASCII),
                Files.writeString(
                        folder.resolve(name + "-key.pem"),
                        pem(
                                "PRIVATE KEY",
                                made.getKey(name, PASSWORD.toCharArray()).getEncoded()),
                        US_ASCII));
    }

    /** Copies issued files into another folder. */
    public static TlsFiles copy(TlsFiles issued, Path to) throws IOException {
        TlsFiles files = new TlsFiles(to.resolve("chain.pem"), to.resolve("key.pem"));
        copy(issued, files);
        return files;
    }

    /** Replaces files with issued ones. */
    public static void copy(TlsFiles issued, TlsFiles over) throws IOException {
        Files.copy(issued.certificate(), over.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(issued.key(), over.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The certificate that was issued under a name. */
    public Certificate certificate(String name) throws IOException, GeneralSecurityException {
        return load().getCertificate(name);
    }

    /** The TLS context of a client that trusts only this authority. */
    public SSLContext client() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(NAME, certificate(NAME));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** Encodes bytes as PEM. */
    public static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + kind + "-----\n";
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            made.load(in, PASSWORD.toCharArray());
        }
        return made;
    }

    private void make(String name, String algorithm, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name));
        command.addAll(List.of(more));
        Path said = folder.resolve("keytool.log");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException(Files.readString(said));
        }
    }
}
