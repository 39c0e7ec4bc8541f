package io.framelog.localkafka.access;

import io.framelog.localkafka.broker.DataFolder;
import io.framelog.localkafka.broker.User;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Properties;

/** Writes what the broker and its clients need to connect with each other. Keeps the passwords and certificates. */
public final class AccessFiles {

    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final DataFolder data;
    private final Access access;

    /** Writes nothing yet. */
    public AccessFiles(DataFolder data, Access access) {
        this.data = data;
        this.access = access;
    }

    /**
     * Writes all files. An earlier broker's settings in the same folder are replaced.
     *
     * @param port the clients' port
     * @throws IOException if a file cannot be written or a certificate cannot be made
     */
    public void write(int port) throws IOException, InterruptedException {
        Files.deleteIfExists(data.accessSettings());
        PrivateFiles.delete(data.clients());
        if (access.equals(Access.OPEN)) {
            return;
        }
        Passwords passwords = Passwords.in(data);
        Certificates certificates = new Certificates(data.path().resolve("tls"));
        if (access.tls()) {
            certificates.makeServer();
        }
        PrivateFiles.folder(data.clients());
        for (String user : users()) {
            PrivateFiles.write(data.client(user), client(user, port, passwords, certificates));
        }
        PrivateFiles.write(data.accessSettings(), broker(passwords, certificates));
    }

    private List<String> users() {
        return access.hasUsers() ? User.NAMES : List.of("client");
    }

    private Properties client(String user, int port, Passwords passwords, Certificates certificates)
            throws IOException, InterruptedException {
        Properties settings = new Properties();
        settings.setProperty("bootstrap.servers", "localhost:" + port);
        settings.setProperty("security.protocol", access.protocol());
        if (access.tls()) {
            settings.setProperty("ssl.truststore.type", "PEM");
            settings.setProperty(
                    "ssl.truststore.location", certificates.authority().toString());
        }
        if (access.certificates()) {
            certificates.makeClient(user);
            certificates.show(user, settings);
        }
        if (access.sasl()) {
            boolean admin = user.equals(User.ADMIN);
            settings.setProperty("sasl.mechanism", admin ? "PLAIN" : "SCRAM-SHA-512");
            settings.setProperty("sasl.jaas.config", login(admin ? PLAIN : SCRAM, user, passwords) + ";");
        }
        return settings;
    }

    private Properties broker(Passwords passwords, Certificates certificates) {
        Properties settings = new Properties();
        if (access.tls()) {
            certificates.show(Certificates.SERVER, settings);
            settings.setProperty("ssl.truststore.type", "PEM");
            settings.setProperty(
                    "ssl.truststore.location", certificates.authority().toString());
            settings.setProperty("ssl.client.auth", access.certificates() ? "required" : "none");
            settings.setProperty("ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT");
        }
        String controller = access.hasUsers() ? "SASL_PLAINTEXT" : "PLAINTEXT";
        settings.setProperty(
                "listener.security.protocol.map", "CLIENTS:" + access.protocol() + ",CONTROLLER:" + controller);
        if (access.hasUsers()) {
            // Also between broker and controller, so that no other program of this machine goes round the rights.
            String admin = login(PLAIN, User.ADMIN, passwords) + " user_" + User.ADMIN + "=\""
                    + passwords.of(User.ADMIN) + "\";";
            settings.setProperty("sasl.mechanism.controller.protocol", "PLAIN");
            settings.setProperty("sasl.mechanism.inter.broker.protocol", "PLAIN");
            settings.setProperty("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
            settings.setProperty("listener.name.controller.plain.sasl.jaas.config", admin);
            settings.setProperty("listener.name.clients.sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
            settings.setProperty("listener.name.clients.plain.sasl.jaas.config", admin);
            settings.setProperty("listener.name.clients.scram-sha-512.sasl.jaas.config", SCRAM + ";");
            settings.setProperty("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
            settings.setProperty("super.users", "User:" + User.ADMIN + ";User:" + Certificates.SERVER);
        }
        return settings;
    }

    private static String login(String module, String user, Passwords passwords) {
        return module + " username=\"" + user + "\" password=\"" + passwords.of(user) + "\"";
    }
}
