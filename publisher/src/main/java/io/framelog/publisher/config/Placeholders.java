package io.framelog.publisher.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.cli.FileFault;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what is not written in a file into its values: {@code ${NAME}} is a variable of the environment, and
 * {@code ${file:/path}} the content of a file. A whole value may also be {@code file:/path}. With a second dollar sign
 * in front, a placeholder is none.
 */
final class Placeholders {
    /** A secret is short; a device would have no end. */
    private static final int MAX_FILE_BYTES = 64 << 10;

    private static final String FILE = "file:";
    private static final Pattern WHOLE_FILE = Pattern.compile("file:(/[^\\s]*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(\\$\\{|\\{([^}]*)}?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Behind a user or password in an address, but before the host. */
    private static final Pattern BEFORE_HOST = Pattern.compile("(?s)[^/]*@.*");

    private final Map<String, String> environment;

    /** @param environment the variables */
    Placeholders(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The value with what its placeholders stand for. In the user and password of an address, that is percent-encoded:
     * a password may have any characters.
     *
     * @throws IllegalArgumentException with a message for the user if there is no such variable or file
     */
    String fill(String value) {
        Matcher file = WHOLE_FILE.matcher(value);
        if (file.matches()) {
            return content(file.group(1));
        }
        int scheme = value.indexOf("://");
        return PLACEHOLDER
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(replacement(found, value, scheme)));
    }

    private String replacement(MatchResult found, String value, int scheme) {
        if (found.group(2) == null) {
            return "${";
        }
        if (!found.group().endsWith("}")) {
            throw new IllegalArgumentException("a ${ without its }; write $${ for a ${ that is none");
        }
        String content = content(found.group(2), found.group());
        boolean login = scheme >= 0
                && found.start() > scheme
                && BEFORE_HOST.matcher(value.substring(found.end())).matches();
        return login ? URLEncoder.encode(content, UTF_8).replace("+", "%20") : content;
    }

    private String content(String name, String written) {
        if (name.startsWith(FILE)) {
            return content(name.substring(FILE.length()));
        }
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + written + "' is neither ${NAME} of the environment nor ${file:/path}");
        }
        String content = environment.get(name);
        if (content == null) {
            throw new IllegalArgumentException("the environment has no variable " + name);
        }
        return content;
    }

    /** Without the line's end, which editors and {@code echo} put there. */
    private static String content(String file) {
        Path path = Path.of(file);
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw new IllegalArgumentException(file + " has more than 64 KiB, and is no secret");
            }
            return Files.readString(path).replaceFirst("\\R+\\z", "");
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no such file: " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + FileFault.reason(e), e);
        }
    }
}
