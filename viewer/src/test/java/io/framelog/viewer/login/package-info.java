@NullMarked
package io.framelog.viewer.login;

import org.jspecify.annotations.NullMarked;
