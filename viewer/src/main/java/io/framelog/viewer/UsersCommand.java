package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.PasswordCheck;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.UnusableUsersFileException;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer users}. */
@Command(
        name = "users",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Changes the users in the file of 'viewer --users'. A running viewer notices within a second.",
            "The file has the format of htpasswd: NAME:BCRYPT-HASH:ROLE:STREAMS. Role and streams may be missing."
        },
        synopsisSubcommandLabel = "(add | remove | list)",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:Done.",
            "1:An unexpected error.",
            "2:A wrong option, name or password.",
            "66:The file cannot be used, or has no such user."
        })
final class UsersCommand implements Runnable {
    /** Options of a single user, which must not come from the environment. */
    static final Set<String> NOT_IN_ENVIRONMENT = Set.of("--role", "--only-stream", "--password-stdin");

    /** Shorter passwords are guessed. */
    private static final int MIN_PASSWORD = 8;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new UsageFailure("'users' needs one of add, remove and list");
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    @Command(
            name = "add",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            description = "Adds a user, or changes the one with that name. Asks for the password twice.")
    void add(
            @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
            @Option(
                            names = "--users",
                            paramLabel = "FILE",
                            required = true,
                            description = "The file of users. It is made if it does not exist.")
                    Path file,
            @Option(
                            names = "--role",
                            paramLabel = "view|admin",
                            defaultValue = "view",
                            description = "view: watches. admin: also downloads clips of any length. Default: "
                                    + "${DEFAULT-VALUE}.")
                    Role role,
            @Option(
                            names = "--only-stream",
                            paramLabel = "NAME",
                            description = "A stream that the user may see; may be repeated. Default: all streams.")
                    @Nullable List<StreamName> streams,
            @Option(
                            names = "--password-stdin",
                            fallbackValue = "true",
                            description = "Read the password from the first line of standard input, for scripts.")
                    boolean standardInput) {
        requireName(name);
        Optional<Set<StreamName>> only = Optional.ofNullable(streams).map(Set::copyOf);
        User user = new User(name, PasswordCheck.hash(standardInput ? fromStandardInput() : ask(name)), role, only);
        boolean added = attempt(() -> new UsersFile(file).put(user));
        print("viewer: " + (added ? "added '" : "changed '") + name + "' in " + file);
    }

    @Command(
            name = "remove",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            description = "Removes a user. The user's sessions and links end.")
    void remove(
            @Parameters(paramLabel = "NAME", description = "The user's name.") String name,
            @Option(names = "--users", paramLabel = "FILE", required = true, description = "The file of users.")
                    Path file) {
        requireName(name);
        if (!attempt(() -> new UsersFile(file).remove(name))) {
            throw new CommandFailure(ExitCode.NO_INPUT, file + " has no user '" + name + "'");
        }
        print("viewer: removed '" + name + "' from " + file);
    }

    @Command(
            name = "list",
            sortOptions = false,
            mixinStandardHelpOptions = true,
            versionProvider = VersionProvider.class,
            description = "Prints each user with role and streams.")
    void list(
            @Option(names = "--users", paramLabel = "FILE", required = true, description = "The file of users.")
                    Path file) {
        attempt(() -> new UsersFile(file).read())
                .all()
                .forEach(user -> print(user.name() + "\t" + user.role().text() + "\t"
                        + user.streams().map(UsersCommand::text).orElse("all streams")));
    }

    private static String text(Set<StreamName> streams) {
        Set<String> sorted = new TreeSet<>();
        streams.forEach(stream -> sorted.add(stream.toString()));
        return sorted.isEmpty() ? "no stream" : String.join(", ", sorted);
    }

    private static void requireName(String name) {
        try {
            User.requireName(name);
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static <T> T attempt(Supplier<T> action) {
        try {
            return action.get();
        } catch (UnusableUsersFileException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // newer versions return one that reads nothing: too short a password
    private static String ask(String name) {
        @Nullable Console console = System.console();
        if (console == null) {
            throw new UsageFailure("there is no terminal to ask for the password; see --password-stdin");
        }
        String password = require(typed(console, "Password of " + name + ": "));
        if (!password.equals(typed(console, "The same again: "))) {
            throw new UsageFailure("the two passwords differ");
        }
        return password;
    }

    private static String typed(Console console, String prompt) {
        char @Nullable [] typed = console.readPassword("%s", prompt);
        return typed == null ? "" : new String(typed);
    }

    private static String fromStandardInput() {
        try {
            @Nullable String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return require(line == null ? "" : line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String require(String password) {
        if (password.length() < MIN_PASSWORD
                || password.getBytes(StandardCharsets.UTF_8).length > PasswordCheck.MAX_PASSWORD) {
            throw new UsageFailure("a password must have at least " + MIN_PASSWORD + " characters and at most "
                    + PasswordCheck.MAX_PASSWORD + " bytes");
        }
        return password;
    }
}
