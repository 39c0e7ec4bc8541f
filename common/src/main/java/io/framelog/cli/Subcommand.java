package io.framelog.cli;

import picocli.CommandLine.Model.CommandSpec;

/** Rules for subcommands. */
public final class Subcommand {
    private Subcommand() {}

    /**
     * Refuses options of the main command, which would have no effect.
     *
     * @param spec the subcommand's
     * @throws UsageFailure if there are options before the subcommand's name
     */
    public static void requireOptionsBehindName(CommandSpec spec) {
        CommandSpec parent = spec.parent();
        if (parent != null
                && !parent.commandLine().getParseResult().matchedOptions().isEmpty()) {
            throw new UsageFailure("options must come after '" + spec.name() + "'");
        }
    }
}
