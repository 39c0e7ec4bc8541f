package io.framelog.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds the arrows between the modules, and inside them. */
class ArchitectureTest {
    private static final String PUBLISHER = "io.framelog.publisher..";
    private static final String VIEWER = "io.framelog.viewer..";
    private static final String FFMPEG = "io.framelog.ffmpeg..";
    private static final String LOCAL_KAFKA = "io.framelog.localkafka..";
    private static final String[] COMMON = {
        "io.framelog.frame..",
        "io.framelog.kafka..",
        "io.framelog.status..",
        "io.framelog.event..",
        "io.framelog.latency..",
        "io.framelog.progress..",
        "io.framelog.cli.."
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
                .resideInAnyPackage(PUBLISHER, VIEWER, FFMPEG, LOCAL_KAFKA)
                .check(classes);
    }

    @Test
    void ffmpegKnowsNoServiceAndNoKafka() {
        noClasses()
                .that()
                .resideInAPackage(FFMPEG)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        PUBLISHER,
                        VIEWER,
                        LOCAL_KAFKA,
                        "io.framelog.kafka..",
                        "io.framelog.status..",
                        "org.apache.kafka..")
                .check(classes);
    }

    @Test
    void localKafkaIsNoPartOfAnyService() {
        noClasses()
                .that()
                .resideInAnyPackage(PUBLISHER, VIEWER, FFMPEG)
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.framelog.publisher.(*)..",
                "io.framelog.viewer.(*)..",
                "io.framelog.(frame|kafka|status|cli).."
            })
    void packagesOfAModuleHaveNoCycles(String packages) {
        slices().matching(packages).should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyTheModuleOfFFmpegAndThePublishersSourcesKnowIt() {
        noClasses()
                .that()
                .resideOutsideOfPackages(FFMPEG, "io.framelog.publisher.source..", "io.framelog.publisher.encode..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .check(classes);
    }

    @Test
    void framesAreNeverPutThroughTheJdksImages() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio")
                .check(classes);
    }
}
