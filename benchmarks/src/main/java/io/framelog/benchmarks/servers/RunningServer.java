package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A server that shows the camera's picture, and what it needs for that.
 *
 * @param stream the live stream's address
 * @param protocol to ask it in
 * @param serving the process that clients talk to
 * @param publisher of Framelog, where it takes part
 * @param broker the same
 * @param commands what was started for it and is ended with it, in the order of starting
 */
public record RunningServer(
        URI stream,
        String protocol,
        ProcessHandle serving,
        Optional<ProcessHandle> publisher,
        Optional<ProcessHandle> broker,
        List<RunningCommand> commands)
        implements AutoCloseable {
    @Override
    public void close() {
        for (int i = commands.size() - 1; i >= 0; i--) {
            commands.get(i).close();
        }
    }
}
