package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandRunner;
import io.framelog.viewer.access.PasswordCheck;
import io.framelog.viewer.access.Users;
import io.framelog.viewer.access.UsersFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersCommandTest {
    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String text) {}

    /** Runs {@code viewer users}, with the file of users last. */
    private Outcome run(String input, String... arguments) {
        List<String> all = new ArrayList<>(List.of("users"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--users", file().toString()));
        InputStream in = System.in;
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream stream = new PrintStream(printed, true, UTF_8)) {
            System.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            System.setOut(stream);
            System.setErr(stream);
            int code = new CommandRunner(Map.of("FRAMELOG_STREAM", "yard"), UsersCommand.NOT_IN_ENVIRONMENT)
                    .run(new ViewerCommand(), all.toArray(String[]::new));
            return new Outcome(code, printed.toString(UTF_8).strip());
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }

    private Path file() {
        return folder.resolve("users");
    }

    @Test
    void addsAUserWhosePasswordIsThenAccepted() throws Exception {
        Outcome added = run("correct horse\n", "add", "max", "--password-stdin");
        assertEquals(new Outcome(0, "viewer: added 'max' in " + file()), added);
        Users users = new UsersFile(file()).read();
        assertTrue(users.find("max").orElseThrow().streams().isEmpty());
        assertEquals(PasswordCheck.Answer.RIGHT, new PasswordCheck().check(users, "max", "correct horse"));
        assertFalse(Files.readString(file()).contains("horse"));
    }

    @Test
    void changesRoleAndStreams() {
        run("correct horse", "add", "max", "--password-stdin");
        Outcome changed = run(
                "battery staple",
                "add",
                "max",
                "--password-stdin",
                "--role",
                "admin",
                "--only-stream",
                "yard",
                "--only-stream",
                "front");
        assertEquals(new Outcome(0, "viewer: changed 'max' in " + file()), changed);
        run("correct horse", "add", "eve", "--password-stdin");
        assertEquals("max\tadmin\tfront, yard\neve\tview\tall streams", run("", "list").text);
    }

    @Test
    void removesAUser() {
        run("correct horse", "add", "max", "--password-stdin");
        assertEquals(new Outcome(0, "viewer: removed 'max' from " + file()), run("", "remove", "max"));
        assertEquals(new Outcome(66, "viewer: " + file() + " has no user 'max'"), run("", "remove", "max"));
        assertEquals(new Outcome(0, ""), run("", "list"));
    }

    @Test
    void refusesWhatIsWrongInOneLine() throws Exception {
        assertTrue(run("short", "add", "max", "--password-stdin").text.contains("at least 8 characters"));
        assertTrue(run("", "add", "max", "--password-stdin").text.contains("at least 8 characters"));
        assertTrue(run("correct horse", "add", "a:b", "--password-stdin").text.contains("without colons"));
        assertEquals(2, run("correct horse", "add", "max", "--password-stdin", "--role", "boss").exitCode);
        assertEquals(2, run("").exitCode);
        assertFalse(Files.exists(file()));
        assertEquals(
                new Outcome(66, "viewer: " + file() + " does not exist: 'viewer users add NAME' makes it"),
                run("", "list"));
        Files.writeString(file(), "max:plain");
        assertTrue(run("", "list").text.contains("line 1: the password of 'max' must be hashed with bcrypt"));
    }
}
