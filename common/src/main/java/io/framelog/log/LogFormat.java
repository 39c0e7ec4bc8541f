package io.framelog.log;

import java.util.Locale;
import java.util.Map;

/** The form of what a program writes to standard error. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** For programs: one JSON object a line. */
    JSON;

    /** The option that chooses the format. */
    public static final String OPTION = "--log-format";
    /** The variable with the option's value. */
    public static final String VARIABLE = "FRAMELOG_LOG_FORMAT";

    /** SLF4J reads it when the first logger is made. */
    private static final String PROVIDER = "slf4j.provider";
    /** SLF4J would write a line of text that tells which provider it loads. */
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    /**
     * Looks for the format before the command line is parsed, because errors in it are told in this format, too.
     *
     * @param environment the variables
     * @param arguments of the command line, which precedes the environment
     * @return text if the value is not valid
     */
    public static LogFormat of(Map<String, String> environment, String... arguments) {
        String value = environment.getOrDefault(VARIABLE, "");
        for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
            if (arguments[i].startsWith(OPTION + "=")) {
                value = arguments[i].substring(OPTION.length() + 1);
            } else if (arguments[i].equals(OPTION) && i + 1 < arguments.length) {
                value = arguments[i + 1];
            }
        }
        return value.strip().toUpperCase(Locale.ROOT).equals(JSON.name()) ? JSON : TEXT;
    }

    /** Makes this the format of all loggers of the process; to be called before there is one. */
    public void apply() {
        if (this == JSON) {
            System.setProperty(PROVIDER, JsonLogProvider.class.getName());
            System.setProperty(VERBOSITY, "WARN");
        }
    }

    /** Whether {@link #JSON} was applied. */
    public static boolean isJson() {
        return JsonLogProvider.class.getName().equals(System.getProperty(PROVIDER));
    }
}
