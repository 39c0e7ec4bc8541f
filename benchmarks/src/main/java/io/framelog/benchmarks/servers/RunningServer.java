package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.process.RunningCommand;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A server that shows a camera's picture, and what it needs for that.
 *
 * @param stream the live stream's address
 * @param protocol the version of HTTP in which clients ask
 * @param serving the process that clients talk to
 * @param publisher Framelog's publisher, if it takes part
 * @param broker Kafka's broker, if it takes part
 * @param commands what closing it ends, in the order of their start
 */
public record RunningServer(
        URI stream,
        String protocol,
        ProcessHandle serving,
        Optional<ProcessHandle> publisher,
        Optional<ProcessHandle> broker,
        List<RunningCommand> commands)
        implements AutoCloseable {
    /** The same server with another address of its stream. Only one of them must be closed. */
    public RunningServer at(URI other) {
        return new RunningServer(other, protocol, serving, publisher, broker, commands);
    }

    @Override
    public void close() {
        for (int i = commands.size() - 1; i >= 0; i--) {
            commands.get(i).close();
        }
    }
}
