package io.framelog.benchmarks;

import io.framelog.benchmarks.replay.ReplaySection;
import io.framelog.benchmarks.sections.FileSection;
import io.framelog.benchmarks.sections.LiveSection;
import io.framelog.benchmarks.sections.Section;
import io.framelog.benchmarks.sections.SlowSection;
import io.framelog.benchmarks.sections.StartSection;
import io.framelog.benchmarks.sections.StreamsSection;
import java.util.Collection;
import java.util.List;

/** All sections, in the order of the page. */
final class Sections {
    private final List<Section> all = List.of(
            new LiveSection(),
            new SlowSection(),
            new FileSection(),
            new StreamsSection(),
            new StartSection(),
            new ReplaySection());

    /** The names that the command line knows. */
    static List<String> names() {
        return new Sections().all.stream().map(Section::name).toList();
    }

    /** Those of some names. */
    List<Section> of(Collection<String> names) {
        return all.stream().filter(section -> names.contains(section.name())).toList();
    }
}
