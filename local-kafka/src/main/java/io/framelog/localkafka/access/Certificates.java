package io.framelog.localkafka.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;

/** A certificate authority of its own, and what it has signed, made with Java's keytool and kept in a folder. */
final class Certificates {

    /** The owner of the broker's certificate. */
    static final String SERVER = "kafka";

    private static final String AUTHORITY = "authority";
    /** The files are private; a format without a password would not open everywhere. */
    private static final String PASSWORD = "local-kafka";

    private static final String TYPE = "PKCS12";

    private final Path folder;

    Certificates(Path folder) {
        this.folder = folder;
    }

    /** The authority's certificate, as PEM. */
    Path authority() {
        return folder.resolve("ca.pem");
    }

    void makeServer() throws IOException, InterruptedException {
        PrivateFiles.folder(folder);
        if (!Files.exists(authority())) {
            Files.deleteIfExists(store(AUTHORITY));
            keytool(AUTHORITY, "CN=local-kafka", "-ext", "bc:c");
            writeAuthority();
        }
        make(SERVER, "-ext", "san=dns:localhost,ip:127.0.0.1");
    }

    /** Makes a user's certificate. After {@link #makeServer()}. */
    void makeClient(String user) throws IOException, InterruptedException {
        make(user);
    }

    /** Adds the settings by which a broker or a client shows its certificate. */
    void show(String owner, Properties settings) {
        settings.setProperty("ssl.keystore.type", TYPE);
        settings.setProperty("ssl.keystore.location", store(owner).toString());
        settings.setProperty("ssl.keystore.password", PASSWORD);
    }

    private void make(String owner, String... extensions) throws IOException, InterruptedException {
        if (Files.exists(store(owner))) {
            return;
        }
        List<String> options = new ArrayList<>(List.of("-signer", AUTHORITY));
        options.addAll(List.of(extensions));
        keytool(owner, "CN=" + owner, options.toArray(String[]::new));
        move(owner);
    }

    private void keytool(String owner, String name, String... options) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(tool.toString(), "-genkeypair", "-alias", owner));
        command.addAll(List.of("-dname", name, "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "3650"));
        command.addAll(List.of("-storetype", TYPE, "-keystore", store(AUTHORITY).toString()));
        command.addAll(List.of("-storepass", PASSWORD));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool cannot make a certificate: " + output.strip());
        }
    }

    /** Into a store of its own: a broker that finds the authority's key beside its own might show that one. */
    private void move(String owner) throws IOException {
        try {
            KeyStore all = load();
            KeyStore own = KeyStore.getInstance(TYPE);
            own.load(null, null);
            char[] password = PASSWORD.toCharArray();
            own.setKeyEntry(owner, all.getKey(owner, password), password, all.getCertificateChain(owner));
            save(own, store(owner));
            all.deleteEntry(owner);
            save(all, store(AUTHORITY));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot store a certificate: " + e.getMessage(), e);
        }
    }

    private void writeAuthority() throws IOException {
        try {
            byte[] certificate = load().getCertificate(AUTHORITY).getEncoded();
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate);
            Files.writeString(authority(), "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot store a certificate: " + e.getMessage(), e);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        try (InputStream in = Files.newInputStream(store(AUTHORITY))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void save(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
        PrivateFiles.permit(file, "rw-------");
    }

    private Path store(String owner) {
        return folder.resolve(owner + ".p12");
    }
}
