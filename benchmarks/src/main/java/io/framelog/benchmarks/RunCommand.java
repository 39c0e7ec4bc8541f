package io.framelog.benchmarks;

import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.sections.RunOptions;
import io.framelog.benchmarks.sections.Section;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.CommandRunner;
import io.framelog.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The command line of {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Measures Framelog beside other servers on this machine, and writes a page of Markdown.",
        footer = "Progress goes to standard error. Nothing else should run on the machine.")
public final class RunCommand implements Callable<Integer> {
    private static final List<String> SECTIONS =
            Section.all().stream().map(Section::name).toList();

    @Option(names = "--only", split = ",", paramLabel = "SECTION", description = "Run only these sections.")
    private List<String> only = SECTIONS;

    @Option(names = "--rounds", paramLabel = "N", description = "Measure N times, and show the medians.")
    private int rounds = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Length of a measurement.")
    private double seconds = 8;

    @Option(names = "--warm-up", paramLabel = "S", description = "Use a server for S seconds before it is measured.")
    private double warmUp = 5;

    @Option(names = "--viewers", split = ",", paramLabel = "N", description = "Measure with each number of viewers.")
    private List<Integer> viewers = List.of(1, 50, 200, 500, 1000);

    @Option(names = "--device", paramLabel = "N", description = "Use /dev/videoN, which ustreamer can open, too.")
    private @Nullable Integer device;

    @Option(
            names = "--device-env",
            paramLabel = "NAME=VALUE",
            showDefaultValue = Visibility.NEVER,
            description = "Set this variable for programs that open the device; may be repeated.")
    private Map<String, String> deviceEnvironment = new LinkedHashMap<>();

    @Option(names = "--file", paramLabel = "CLIP", description = "Publish this video instead of a synthetic one.")
    private @Nullable Path file;

    @Option(names = "--history-minutes", paramLabel = "M", description = "Record M minutes to replay, 430 MB each.")
    private double historyMinutes = 60;

    @Option(names = "--moments", paramLabel = "N", description = "Ask for N random moments of the recording.")
    private int moments = 300;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the page to this file, too.")
    private @Nullable Path out;

    @Option(names = "--root", hidden = true, required = true)
    private Path root = Path.of("");

    @Option(names = "--verbose", description = "Print stack traces of errors.")
    private boolean verbose;

    /** Measures, prints the page, and exits. */
    public static void main(String... arguments) {
        System.exit(new CommandRunner(Map.of()).run(new RunCommand(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions options = options();
        Path scratch = Files.createTempDirectory("framelog-benchmarks");
        Commands commands = new Commands(options.root(), scratch);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(commands, scratch), "stop"));
        try {
            return measure(options, scratch, commands);
        } finally {
            stop(commands, scratch);
        }
    }

    /** Runs once, or twice after Ctrl-C. */
    private static void stop(Commands commands, Path scratch) {
        commands.close();
        File[] left = scratch.toFile().listFiles();
        for (File file : left == null ? new File[0] : left) {
            file.delete();
        }
        scratch.toFile().delete();
    }

    private int measure(RunOptions options, Path scratch, Commands commands) throws IOException, InterruptedException {
        Markdown page = new Markdown();
        new Preface(options.root(), commands).write(page);
        boolean complete = true;
        Http http = new Http();
        try (Framelog framelog = new Framelog(commands, options.root(), http)) {
            Workbench bench = new Workbench(options, scratch, commands, framelog, http, new WallClock(), System.err);
            for (Section section : Section.all()) {
                complete &= !only.contains(section.name()) || run(section, bench, page);
            }
        }
        System.out.print(page);
        System.out.flush();
        if (out != null) {
            Files.writeString(out, page.toString());
        }
        return complete ? ExitCode.OK : ExitCode.UNEXPECTED;
    }

    /** Runs one section; a failure is noted on the page. */
    private boolean run(Section section, Workbench bench, Markdown page) throws InterruptedException {
        try {
            section.run(bench, page);
            return true;
        } catch (CommandFailure | IOException e) {
            page.paragraph("Section `" + section.name() + "` failed: " + e.getMessage());
            bench.say("%s failed: %s", section.name(), String.valueOf(e.getMessage()));
            if (verbose) {
                e.printStackTrace();
            }
            return false;
        }
    }

    private RunOptions options() {
        if (!SECTIONS.containsAll(only)) {
            throw wrong("--only " + String.join(",", only) + ": the sections are " + String.join(", ", SECTIONS));
        }
        if (file != null && !Files.isReadable(file)) {
            throw wrong("--file " + file + ": cannot read it");
        }
        viewers.forEach(count -> check("--viewers", count, 1, 2000));
        check("--rounds", rounds, 1, 100);
        check("--seconds", seconds, 0.5, 3600);
        check("--warm-up", warmUp, 0.1, 3600);
        check("--history-minutes", historyMinutes, 0.1, 1440);
        check("--moments", moments, 1, 100_000);
        return new RunOptions(
                root.toAbsolutePath(),
                rounds,
                duration(seconds),
                duration(warmUp),
                List.copyOf(viewers),
                device == null ? OptionalInt.empty() : OptionalInt.of(device),
                deviceEnvironment,
                Optional.ofNullable(file).map(Path::toAbsolutePath),
                duration(60 * historyMinutes),
                moments);
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(1000 * seconds));
    }

    private static void check(String option, Number value, double least, double most) {
        if (!(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw wrong(option + " must be between " + text(least) + " and " + text(most) + ", not " + value);
        }
    }

    /** A bound without needless decimals. */
    private static String text(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    private static CommandFailure wrong(String message) {
        return new CommandFailure(ExitCode.USAGE, message + " (see benchmarks/run --help)");
    }
}
