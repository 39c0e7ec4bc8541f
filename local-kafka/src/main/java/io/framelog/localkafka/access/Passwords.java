package io.framelog.localkafka.access;

import io.framelog.localkafka.broker.DataFolder;
import io.framelog.localkafka.broker.User;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** The users' passwords: random, and kept in the data folder. Immutable. */
final class Passwords {

    private static final int BYTES = 16;

    private final Properties passwords;

    private Passwords(Properties passwords) {
        this.passwords = passwords;
    }

    /** Reads them, or makes them if there are none. */
    static Passwords in(DataFolder data) throws IOException {
        Properties passwords = new Properties();
        if (Files.exists(data.passwords())) {
            try (Reader reader = Files.newBufferedReader(data.passwords())) {
                passwords.load(reader);
            }
        }
        SecureRandom random = new SecureRandom();
        for (String user : User.NAMES) {
            byte[] bytes = new byte[BYTES];
            random.nextBytes(bytes);
            passwords.putIfAbsent(user, HexFormat.of().formatHex(bytes));
        }
        PrivateFiles.write(data.passwords(), passwords);
        return new Passwords(passwords);
    }

    String of(String user) {
        return passwords.getProperty(user);
    }
}
