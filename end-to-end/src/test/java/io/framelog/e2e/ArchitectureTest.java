package io.framelog.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the dependencies between the modules, and between the packages of each. Reads the classes once for all tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchitectureTest {
    private static final String PUBLISHER = "io.framelog.publisher..";
    private static final String VIEWER = "io.framelog.viewer..";
    private static final String FFMPEG = "io.framelog.ffmpeg..";
    private static final String DETECTION = "io.framelog.detection..";
    private static final String LOCAL_KAFKA = "io.framelog.localkafka..";
    private static final String BENCHMARKS = "io.framelog.benchmarks..";
    private static final String[] COMMON = {
        "io.framelog.frame..",
        "io.framelog.kafka..",
        "io.framelog.status..",
        "io.framelog.event..",
        "io.framelog.latency..",
        "io.framelog.progress..",
        "io.framelog.cli..",
        "io.framelog.config.."
    };

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.framelog");

    @Test
    void servicesNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage(PUBLISHER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(VIEWER)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(VIEWER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PUBLISHER)
                .check(classes);
    }

    @Test
    void commonKnowsNoService() {
        noClasses()
                .that()
                .resideInAnyPackage(COMMON)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(PUBLISHER, VIEWER, FFMPEG, DETECTION, LOCAL_KAFKA, BENCHMARKS)
                .check(classes);
    }

    @Test
    void ffmpegAndDetectionKnowNoServiceAndNoKafka() {
        noClasses()
                .that()
                .resideInAnyPackage(FFMPEG, DETECTION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        PUBLISHER,
                        VIEWER,
                        LOCAL_KAFKA,
                        BENCHMARKS,
                        "io.framelog.kafka..",
                        "io.framelog.status..",
                        "io.framelog.event..",
                        "io.framelog.latency..",
                        "io.framelog.progress..",
                        "org.apache.kafka..")
                .check(classes);
    }

    @Test
    void localKafkaIsNoPartOfAnyService() {
        noClasses()
                .that()
                .resideInAnyPackage(PUBLISHER, VIEWER, FFMPEG, DETECTION)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(LOCAL_KAFKA)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(LOCAL_KAFKA)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMON)
                .check(classes);
    }

    @Test
    void nothingDependsOnBenchmarks() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BENCHMARKS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BENCHMARKS)
                .check(classes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.framelog.publisher.(*)..",
                "io.framelog.viewer.(*)..",
                "io.framelog.benchmarks.(*)..",
                "io.framelog.detection.(*)..",
                "io.framelog.localkafka.(*)..",
                "io.framelog.(frame|kafka|status|event|latency|progress|cli|config).."
            })
    void packagesOfAModuleHaveNoCycles(String packages) {
        slices().matching(packages).should().beFreeOfCycles().check(classes);
    }

    /** The main package wires the others, so a dependency on it would close a cycle. */
    @ParameterizedTest
    @ValueSource(
            strings = {"io.framelog.publisher", "io.framelog.viewer", "io.framelog.benchmarks", "io.framelog.localkafka"
            })
    void noPackageDependsOnTheMainPackageOfItsModule(String main) {
        noClasses()
                .that()
                .resideInAPackage(main + ".(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(main)
                .check(classes);
    }

    /** Live frames and events share the way to write to clients, and do not depend on each other. */
    @Test
    void featuresThatPushKnowOnlyTheConnection() {
        noClasses()
                .that()
                .resideInAPackage("io.framelog.viewer.live..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.framelog.viewer.events..")
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage("io.framelog.viewer.events..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.framelog.viewer.live..")
                .check(classes);
    }

    /** The viewer's foundations know no feature. */
    @Test
    void foundationsOfTheViewerKnowNoFeature() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        viewer("http", "metrics", "connection", "websocket", "concurrent", "kafka", "part", "tls"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(viewer(
                        "live",
                        "replay",
                        "channel",
                        "clip",
                        "events",
                        "snapshot",
                        "timeline",
                        "history",
                        "receiving",
                        "discovery",
                        "export",
                        "detect",
                        "motion",
                        "forget"))
                .check(classes);
    }

    private static String[] viewer(String... packages) {
        return Stream.of(packages)
                .map(name -> "io.framelog.viewer." + name + "..")
                .toArray(String[]::new);
    }

    @Test
    void onlyTheModuleOfFFmpegAndThePublishersSourcesKnowIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        FFMPEG,
                        "io.framelog.publisher.source..",
                        "io.framelog.publisher.encode..",
                        "io.framelog.detection.face..",
                        BENCHMARKS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(classes);
    }

    @Test
    void onlyFindingFacesKnowsOpenCv() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.framelog.detection.face..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco.opencv..")
                .check(classes);
    }

    @Test
    void framesAreNeverPutThroughTheJdksImages() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BENCHMARKS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio")
                .check(classes);
    }
}
