package io.framelog.benchmarks;

import io.framelog.benchmarks.load.LoadClient;
import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.Tool;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.sections.Section;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Python;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
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
import picocli.CommandLine.Option;

/** The command line of {@code benchmarks/run}. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures Framelog beside other servers on this machine, and writes a page of Markdown.",
        footer = "Progress goes to standard error. It wants the machine for itself.")
final class RunCommand implements Callable<Integer> {
    private static final List<String> SECTIONS = Sections.names();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SECTION",
            description = "Only these: live, slow, file, streams, start, replay.")
    private List<String> only = SECTIONS;

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = "Medians of so many; default 3.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "8",
            description = "How long a measurement takes; default 8.")
    private double seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "S",
            defaultValue = "5",
            description = "How long a server is used before it is measured; default 5.")
    private double warmUp;

    @Option(
            names = "--viewers",
            split = ",",
            paramLabel = "N",
            defaultValue = "1,50,200,500,1000",
            description = "How many there are, one measurement for each; default 1,50,200,500,1000.")
    private List<Integer> viewers = List.of();

    @Option(
            names = "--device",
            paramLabel = "N",
            description =
                    "Use the V4L2 device /dev/videoN, which ustreamer can open too; default: a camera of our own.")
    private @Nullable Integer device;

    @Option(
            names = "--device-env",
            paramLabel = "NAME=VALUE",
            description = "Set in the environment of processes that open the device; can be given again.")
    private Map<String, String> deviceEnvironment = new LinkedHashMap<>();

    @Option(names = "--file", paramLabel = "CLIP", description = "The video to publish; default: one made by ffmpeg.")
    private @Nullable Path file;

    @Option(
            names = "--history-minutes",
            paramLabel = "M",
            defaultValue = "60",
            description = "How much is recorded to be replayed, 430 MB a minute; default 60.")
    private double historyMinutes;

    @Option(
            names = "--moments",
            paramLabel = "N",
            defaultValue = "300",
            description = "How many random moments of it are asked for; default 300.")
    private int moments;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the page there, too.")
    private @Nullable Path out;

    @Option(names = "--root", hidden = true, required = true)
    private Path root = Path.of("");

    @Option(names = "--verbose", description = "Stack traces with errors.")
    private boolean verbose;

    private final PrintStream output;
    private final PrintStream progress;

    /**
     * Filled by picocli.
     *
     * @param output where the page goes
     * @param progress where people see how far it is
     */
    RunCommand(PrintStream output, PrintStream progress) {
        this.output = output;
        this.progress = progress;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions options = options();
        Path scratch = Files.createTempDirectory("framelog-benchmarks");
        Commands commands = new Commands(options.root());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(commands, scratch), "end"));
        try {
            return measure(options, scratch, commands);
        } finally {
            end(commands, scratch);
        }
    }

    /** Once or twice: Ctrl-C comes between. */
    private static void end(Commands commands, Path scratch) {
        commands.close();
        File[] left = scratch.toFile().listFiles();
        for (File file : left == null ? new File[0] : left) {
            file.delete();
        }
        scratch.toFile().delete();
    }

    private int measure(RunOptions options, Path scratch, Commands commands) throws IOException, InterruptedException {
        Tool tool = new Tool(commands);
        Python python = new Python(tool);
        WallClock clock = new WallClock();
        Markdown page = new Markdown();
        new Preface(options, tool, python).write(page);
        boolean complete = true;
        try (Framelog framelog = new Framelog(commands, options.root())) {
            Workbench bench = new Workbench(
                    options, scratch, commands, tool, python, framelog, clock, new LoadClient(clock), progress);
            for (Section section : new Sections().of(options.only())) {
                try {
                    section.run(bench, page);
                } catch (CommandFailure | IOException e) {
                    complete = false;
                    page.paragraph("Section `" + section.name() + "` failed: " + e.getMessage());
                    progress.println(section.name() + " failed: " + e.getMessage());
                    if (verbose) {
                        e.printStackTrace(progress);
                    }
                }
            }
        }
        output.print(page);
        output.flush();
        if (out != null) {
            Files.writeString(out, page.toString());
        }
        return complete ? ExitCode.OK : ExitCode.UNEXPECTED;
    }

    private RunOptions options() {
        require(SECTIONS.containsAll(only), "--only " + String.join(",", only) + ": use " + String.join(",", SECTIONS));
        require(rounds >= 1 && rounds <= 100, "--rounds: use 1 to 100");
        require(seconds >= 0.5 && seconds <= 3600, "--seconds: use 0.5 to 3600");
        require(warmUp >= 0.1 && warmUp <= 3600, "--warm-up: use 0.1 to 3600");
        require(
                !viewers.isEmpty() && viewers.stream().allMatch(count -> count >= 1 && count <= 2000),
                "--viewers: use numbers from 1 to 2000");
        require(file == null || Files.isReadable(file), "--file " + file + ": no such file");
        require(historyMinutes >= 0.1 && historyMinutes <= 1440, "--history-minutes: use 0.1 to 1440");
        require(moments >= 1 && moments <= 100_000, "--moments: use 1 to 100000");
        return new RunOptions(
                root.toAbsolutePath(),
                List.copyOf(only),
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

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new CommandFailure(ExitCode.USAGE, message + " (see benchmarks/run --help)");
        }
    }
}
