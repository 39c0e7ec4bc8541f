package io.framelog.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Takes the value of an option that the command line does not have from the environment: {@code --bootstrap-server} from
 * {@code FRAMELOG_BOOTSTRAP_SERVER}, so that containers need no command line. An empty variable counts as not set.
 *
 * <p>A switch needs {@code fallbackValue = "true"}: picocli otherwise takes it for the opposite of its default, and so for off
 * where the variable has it on.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
    private final Map<String, String> environment;
    private final Set<String> except;

    /**
     * Takes defaults from the environment.
     *
     * @param environment the variables, as {@link System#getenv()}
     * @param except options that the command looks up by itself, by their long names
     */
    public EnvironmentDefaults(Map<String, String> environment, Set<String> except) {
        this.environment = environment;
        this.except = except;
    }

    /** The variable of an option. */
    public static String variable(String longOption) {
        return "FRAMELOG_"
                + longOption.replaceFirst("^--", "").replace('-', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)
                || option.usageHelp()
                || option.versionHelp()
                || except.contains(option.longestName())) {
            return null;
        }
        String value = environment.get(variable(option.longestName()));
        return value == null || value.isBlank() ? null : value.strip();
    }
}
