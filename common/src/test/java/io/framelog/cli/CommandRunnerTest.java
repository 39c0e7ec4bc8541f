package io.framelog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Isolated, because it replaces the process's standard error. */
@Isolated
class CommandRunnerTest {
    private final PrintStream stderr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setErr(stderr);
    }

    @Command(name = "tool")
    private static final class Tool implements Callable<Integer> {
        @Option(names = "--bootstrap-server", defaultValue = "fallback")
        String server = "";

        @Option(names = "--loop", fallbackValue = "true")
        boolean loop;

        @Option(names = "--verbose")
        @SuppressWarnings("UnusedVariable") // CommandRunner reads it from the parsed command line
        boolean verbose;

        @Option(names = "--stream", defaultValue = "default")
        StreamName stream = StreamName.DEFAULT;

        @Option(names = "--wait", defaultValue = "0")
        Duration wait = Duration.ZERO;

        @Nullable RuntimeException fault;

        @Override
        public Integer call() {
            if (fault != null) {
                throw fault;
            }
            return ExitCode.OK;
        }
    }

    @Test
    void optionGoesBeforeVariableGoesBeforeDefault() {
        Tool tool = new Tool();
        Map<String, String> environment = Map.of("FRAMELOG_BOOTSTRAP_SERVER", "variable");
        assertEquals(0, new CommandRunner(environment).run(tool, "--bootstrap-server", "option"));
        assertEquals("option", tool.server);
        assertEquals(0, new CommandRunner(environment).run(tool));
        assertEquals("variable", tool.server);
        assertEquals(0, new CommandRunner(Map.of("FRAMELOG_BOOTSTRAP_SERVER", " ")).run(tool));
        assertEquals("fallback", tool.server);
    }

    @Test
    void switchIsOnWhetherVariableOrOptionSaysSo() {
        Tool tool = new Tool();
        new CommandRunner(Map.of("FRAMELOG_LOOP", "true")).run(tool);
        assertTrue(tool.loop);
        new CommandRunner(Map.of("FRAMELOG_LOOP", "true")).run(tool, "--loop");
        assertTrue(tool.loop, "both at once is on, too");
        new CommandRunner(Map.of("FRAMELOG_LOOP", "false")).run(tool, "--loop");
        assertTrue(tool.loop, "the option goes before the variable");
    }

    @Test
    void wrongOptionIsOneLineAndExitCode2() {
        assertEquals(2, new CommandRunner(Map.of()).run(new Tool(), "--nonsense"));
        assertEquals("tool: Unknown option: '--nonsense' (see tool --help)\n", text());
    }

    @Test
    void failureIsOneLineAndItsExitCode() {
        Tool tool = new Tool();
        tool.fault = new CommandFailure(ExitCode.UNAVAILABLE, "Kafka does not answer:\n  start it");
        assertEquals(69, new CommandRunner(Map.of()).run(tool));
        assertEquals("tool: Kafka does not answer: start it\n", text());
    }

    @Test
    void wrongValueIsOneLineThatNamesTheHelp() {
        Tool tool = new Tool();
        tool.fault = new UsageFailure("--port must be between 0 and 65535, not 70000");
        assertEquals(2, new CommandRunner(Map.of()).run(tool));
        assertEquals("tool: --port must be between 0 and 65535, not 70000 (see tool --help)\n", text());
    }

    @Test
    void streamNamesAndDurationsAreConvertedForEveryCommand() {
        Tool tool = new Tool();
        assertEquals(0, new CommandRunner(Map.of("FRAMELOG_STREAM", "front")).run(tool, "--wait", "1d"));
        assertEquals(new StreamName("front"), tool.stream);
        assertEquals(Duration.ofDays(1), tool.wait);
        assertEquals(0, new CommandRunner(Map.of()).run(tool, "--wait", "30"));
        assertEquals(Duration.ofSeconds(30), tool.wait, "a number without a unit means seconds");
        assertEquals(StreamName.DEFAULT, tool.stream);
        assertEquals(2, new CommandRunner(Map.of()).run(tool, "--wait", "1y"));
        assertEquals(2, new CommandRunner(Map.of()).run(tool, "--stream", "a\u001bb"));
        assertEquals(2, new CommandRunner(Map.of()).run(tool, "--stream", "K\uFFFDche"));
        List<String> errors = text().lines().toList();
        assertTrue(errors.get(0).contains("'1y' is not a duration such as 500ms, 90s, 5m, 2h or 1d"), errors.get(0));
        assertTrue(errors.get(1).contains("'a\\u001bb' is not a stream name"), errors.get(1));
        assertTrue(errors.get(2).contains("LC_ALL=C.UTF-8"), errors.get(2));
    }

    @Test
    void faultIsOneLineUnlessVerbose() {
        Tool tool = new Tool();
        tool.fault = new IllegalStateException("boom");
        assertEquals(1, new CommandRunner(Map.of()).run(tool));
        assertEquals(
                "tool: unexpected error: java.lang.IllegalStateException: boom (--verbose prints the stack trace)\n",
                text());
        assertEquals(1, new CommandRunner(Map.of()).run(tool, "--verbose"));
        assertTrue(text().contains("\tat io.framelog.cli.CommandRunnerTest"), text());
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
