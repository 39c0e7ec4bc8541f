package io.framelog.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version of every command: the one that the build wrote into the jar's manifest. */
public final class VersionProvider implements IVersionProvider {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public String[] getVersion() {
        String name = spec == null ? "framelog" : spec.root().name();
        return new String[] {name + " " + built().orElse("(not packaged)")};
    }

    /** The version alone. */
    public static String version() {
        return built().orElse("not packaged");
    }

    private static Optional<String> built() {
        return Optional.ofNullable(VersionProvider.class.getPackage().getImplementationVersion());
    }
}
