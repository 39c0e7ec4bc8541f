package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.RunOptions;
import io.framelog.benchmarks.servers.FramelogServer;
import io.framelog.benchmarks.servers.PythonServer;
import io.framelog.benchmarks.servers.StreamServer;
import io.framelog.benchmarks.servers.Ustreamer;
import io.framelog.benchmarks.servers.VideoInput;
import java.util.List;
import java.util.Optional;

/** The servers that are compared, and why some of them are not. */
final class Contestants {
    private final List<StreamServer> all;

    Contestants(Workbench bench) {
        RunOptions options = bench.options();
        Optional<VideoInput> device = options.device().isPresent()
                ? Optional.of(VideoInput.device(options.device().getAsInt(), options.deviceEnvironment()))
                : Optional.empty();
        all = List.of(
                new FramelogServer(bench.framelog()),
                new Ustreamer(
                        bench.commands(),
                        device,
                        bench.tool().output("ustreamer", "--version").isPresent()),
                new PythonServer(
                        bench.framelog(),
                        bench.commands(),
                        bench.python(),
                        options.root().resolve("benchmarks/python")));
    }

    /** Those that can be measured here. */
    List<StreamServer> present() {
        return all.stream().filter(server -> server.obstacle().isEmpty()).toList();
    }

    /** A line for each of the others. */
    List<String> absent() {
        return all.stream()
                .flatMap(server -> server.obstacle().map(why -> server.name() + " is absent: " + why + ".").stream())
                .toList();
    }
}
