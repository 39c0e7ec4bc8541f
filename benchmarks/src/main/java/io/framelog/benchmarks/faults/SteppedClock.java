package io.framelog.benchmarks.faults;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A wall clock that some processes share and that can be stepped. Needs the C compiler {@code cc}. */
final class SteppedClock {
    private static final String SOURCE = "stepped-clock.c";

    private final Path library;
    private final Path offset;

    /**
     * Compiles the library that processes load.
     *
     * @param scratch a folder for it
     */
    SteppedClock(Path scratch) throws IOException, InterruptedException {
        Path source = scratch.resolve(SOURCE);
        try (InputStream stored = Objects.requireNonNull(SteppedClock.class.getResourceAsStream(SOURCE))) {
            Files.copy(stored, source);
        }
        library = scratch.resolve("stepped-clock.so");
        offset = scratch.resolve("offset");
        compile(source);
        step(0);
    }

    private void compile(Path source) throws IOException, InterruptedException {
        try {
            Process compiler = new ProcessBuilder(
                            List.of("cc", "-O2", "-shared", "-fPIC", "-o", library.toString(), source.toString()))
                    .inheritIO()
                    .start();
            if (compiler.waitFor() == 0) {
                return;
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, "install a C compiler (cc) for this fault", e);
        }
        throw new CommandFailure(ExitCode.UNEXPECTED, "cc could not compile " + SOURCE);
    }

    /** What a process that shall have the clock needs in its environment. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "STEPPED_CLOCK", offset.toString());
    }

    /** Sets how far the clock is ahead of the machine's, for all its processes at once. */
    void step(long seconds) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(seconds)
                .flip();
        // The processes have the file in their memory, so it is written in place.
        try (FileChannel file = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(bytes, 0);
        }
    }
}
