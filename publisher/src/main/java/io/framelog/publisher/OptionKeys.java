package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.CommandRunner;
import io.framelog.publisher.config.Mistake;
import io.framelog.publisher.config.Setting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads the settings of a file as the options of the same names: {@code quality: 80} as {@code --quality=80}. For one
 * thread.
 */
final class OptionKeys {
    private final CommandLine reader;
    private final Path folder;
    private final Collection<Mistake> mistakes;

    /**
     * @param options an object with picocli's annotations, which {@link #read} fills
     * @param folder where relative paths begin
     * @param mistakes receives what is wrong
     */
    OptionKeys(Object options, Path folder, Collection<Mistake> mistakes) {
        this.reader = CommandRunner.reader(options);
        this.folder = folder;
        this.mistakes = mistakes;
    }

    /** Fills the options with the settings that have no mistake. */
    void read(List<Setting> settings) {
        List<String> arguments = new ArrayList<>();
        for (Setting setting : settings) {
            @Nullable OptionSpec option = reader.getCommandSpec().findOption("--" + setting.key());
            if (option == null) {
                mistakes.add(setting.mistake("there is no such key; allowed are " + String.join(", ", names())));
                continue;
            }
            argument(option, setting)
                    .filter(text -> isReadable(option, setting, text))
                    .ifPresent(arguments::add);
        }
        reader.parseArgs(arguments.toArray(String[]::new));
    }

    /** The keys. */
    Set<String> names() {
        return reader.getCommandSpec().options().stream()
                .map(option -> option.longestName().substring(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The argument of a setting on a command line; empty for a switch that is off. */
    Optional<String> argument(Setting setting) {
        return argument(reader.getCommandSpec().findOption("--" + setting.key()), setting);
    }

    private Optional<String> argument(OptionSpec option, Setting setting) {
        String value = setting.value();
        if (option.typeInfo().isBoolean()) {
            if (!value.equals("true") && !value.equals("false")) {
                mistakes.add(setting.mistake("must be true or false, not '" + value + "'"));
            }
            return value.equals("true") ? Optional.of("--" + setting.key()) : Optional.empty();
        }
        boolean isPath = option.typeInfo().getType() == Path.class;
        return Optional.of("--" + setting.key() + "=" + (isPath ? folder.resolve(value) : value));
    }

    private boolean isReadable(OptionSpec option, Setting setting, String argument) {
        try {
            reader.parseArgs(argument);
            return true;
        } catch (ParameterException e) {
            String reason = String.valueOf(e.getMessage())
                    .replaceFirst("^Invalid value for option '[^']*'[^:]*: ", "")
                    .replace("is not an int", "is not a whole number")
                    .replace("is not a double", "is not a number");
            mistakes.add(setting.mistake(reason + " (" + option.paramLabel() + ")"));
            return false;
        }
    }

    /**
     * Reports mistakes of the options together.
     *
     * @param settings where they are
     * @param found by the option's name
     * @param line of those that are not in the settings
     * @param place of those that are not in the settings
     */
    void report(List<Setting> settings, Map<String, CommandFailure> found, int line, String place) {
        found.forEach((option, failure) -> {
            String text = String.valueOf(failure.getMessage()).replaceAll("(^|\\s)--(?=[a-z])", "$1");
            mistakes.add(settings.stream()
                    .filter(setting -> option.equals("--" + setting.key()))
                    .findFirst()
                    .map(setting -> setting.mistake(text.replaceFirst("^" + setting.key() + " ", "")))
                    .orElseGet(() -> new Mistake(line, place + ": " + text)));
        });
    }
}
