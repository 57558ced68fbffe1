/** A C++ peer needs a C++ toolchain: it is no part of this repository, and no figure is claimed here. */
export const liquibook = {
  no: 5,
  name: 'liquibook',
  title: 'matching ÷ liquibook (C++), same workloads, equal trade hash',
  run: () => ({ values: [], gates: [], notes: ['outside the repository'] }),
};
