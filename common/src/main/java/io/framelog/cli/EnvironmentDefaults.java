package io.framelog.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the value of an option that is not on the command line from the environment: {@code --bootstrap-server} from
 * {@code FRAMELOG_BOOTSTRAP_SERVER}, so that containers need no command line. An empty variable counts as not set.
 *
 * <p>A switch needs {@code fallbackValue = "true"}. Otherwise, picocli inverts the default, and a switch that is on
 * both in the environment and on the command line would be off.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final Set<String> excluded;

    /**
     * @param environment the variables, as {@link System#getenv()} returns them
     * @param excluded long names of options that are not taken from the environment here; with a command's name and a
     *     space before it, only of that command
     */
    public EnvironmentDefaults(Map<String, String> environment, Set<String> excluded) {
        this.environment = environment;
        this.excluded = excluded;
    }

    /** The environment variable of an option. */
    public static String variable(String longOption) {
        return "FRAMELOG_"
                + longOption.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || excluded.contains(option.longestName())
                || excluded.contains(option.command().name() + " " + option.longestName())) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        return value == null || value.isBlank() ? null : value.strip();
    }
}
