package io.framelog.publisher;

import io.framelog.cli.CommandRunner;

/** The publisher's entry: frames from a camera, file or URL into Kafka. */
public final class Publisher {
    private Publisher() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param arguments as {@code publisher --help} tells
     */
    public static void main(String[] arguments) {
        CommandRunner runner = new CommandRunner(System.getenv(), SourceArguments.OPTIONS);
        System.exit(runner.run(new PublishCommand(System.getenv()), arguments));
    }
}
