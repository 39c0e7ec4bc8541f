package io.framelog.benchmarks.process;

import io.framelog.cli.CommandFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that answer a question and end. */
public final class Tool {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Commands commands;

    /** @param commands runs them */
    public Tool(Commands commands) {
        this.commands = commands;
    }

    /** What a command prints; empty where it is not installed or fails. */
    public Optional<String> output(String... command) {
        try (RunningCommand running = commands.start(Map.of(), List.of(command))) {
            return Optional.of(String.join("\n", running.awaitSuccess(PATIENCE)).strip());
        } catch (CommandFailure e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The first line of that. */
    public Optional<String> firstLine(String... command) {
        return output(command).flatMap(text -> text.lines().findFirst());
    }
}
