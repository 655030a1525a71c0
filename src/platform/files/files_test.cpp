#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/error.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/files/download.h"
#include "platform/files/file_store.h"

namespace peakdesk::files {
namespace {

class FileStoreTest : public testing::Test {
 protected:
  FileStoreTest() {
    char name[] = "/tmp/peakdesk-files-XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~FileStoreTest() override { std::filesystem::remove_all(folder_); }

  std::size_t files_written_aside() const {
    const std::filesystem::directory_iterator aside(folder_ + "/store/new");
    return static_cast<std::size_t>(std::distance(begin(aside), end(aside)));
  }

  std::string folder_;
};

TEST_F(FileStoreTest, GivesBackWhatItTook) {
  const FileStore store(folder_ + "/store");
  const std::string bytes = std::string("a\0b\n", 4) + std::string(100'000, 'x');
  const StoredFile stored = store.put(bytes);
  EXPECT_EQ(stored.name, crypto::to_hex(crypto::sha256(bytes)));
  EXPECT_EQ(stored.size, static_cast<std::int64_t>(bytes.size()));
  EXPECT_EQ(store.read(stored.name), bytes);
  EXPECT_EQ(store.path_of(stored.name),
            folder_ + "/store/" + stored.name.substr(0, 2) + "/" + stored.name.substr(2, 2) + "/" + stored.name);
  EXPECT_TRUE(store.is_intact(stored.name));
  EXPECT_EQ(files_written_aside(), 0u);
  struct stat about {};
  ASSERT_EQ(::stat(store.path_of(stored.name).c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST_F(FileStoreTest, KeepsTheSameBytesOnceAndSurvivesReopening) {
  const std::string name = FileStore(folder_ + "/store").put("same").name;
  const FileStore store(folder_ + "/store");
  struct stat first {};
  ASSERT_EQ(::stat(store.path_of(name).c_str(), &first), 0);
  EXPECT_EQ(store.put("same").name, name);
  auto writer = store.begin();
  writer.add("sa");
  writer.add("me");
  EXPECT_EQ(writer.finish().name, name);
  struct stat now {};
  ASSERT_EQ(::stat(store.path_of(name).c_str(), &now), 0);
  EXPECT_EQ(now.st_ino, first.st_ino);
  EXPECT_EQ(store.put("").size, 0);
}

TEST_F(FileStoreTest, AnUnfinishedWriterLeavesNothing) {
  const FileStore store(folder_ + "/store");
  {
    auto writer = store.begin();
    writer.add("half");
    EXPECT_EQ(files_written_aside(), 1u);
  }
  EXPECT_EQ(files_written_aside(), 0u);
}

TEST_F(FileStoreTest, ManyThreadsMayWriteTheSameFile) {
  const FileStore store(folder_ + "/store");
  const std::string bytes(50'000, 'y');
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      auto writer = store.begin();
      writer.add(bytes);
      writer.finish();
    });
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(store.is_intact(crypto::to_hex(crypto::sha256(bytes))));
  EXPECT_EQ(files_written_aside(), 0u);
}

TEST_F(FileStoreTest, RefusesWhenTheDiskIsNearlyFullAndRecovers) {
  const FileStore full(folder_ + "/store", INT64_MAX);
  try {
    full.put("something");
    FAIL() << "must refuse";
  } catch (const RequestError& error) {
    EXPECT_EQ(error.kind, ErrorKind::StorageFull);
  }
  EXPECT_EQ(files_written_aside(), 0u);
  EXPECT_TRUE(FileStore(folder_ + "/store").is_intact(FileStore(folder_ + "/store").put("something").name));
}

TEST_F(FileStoreTest, SaysStorageFullWhenTheSystemDoes) {
  const FileStore store(folder_ + "/store");
  auto writer = store.begin();
  // A limit on the size of files fails a write the way a full disk does, only without filling one.
  struct rlimit before {};
  ::getrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small { 1000, before.rlim_max };
  ::setrlimit(RLIMIT_FSIZE, &small);
  ErrorKind kind = ErrorKind::Invalid;
  try {
    writer.add(std::string(5000, 'z'));
  } catch (const RequestError& error) {
    kind = error.kind;
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, SIG_DFL);
  EXPECT_EQ(kind, ErrorKind::StorageFull);
}

TEST_F(FileStoreTest, RefusesNamesThatAreNone) {
  const FileStore store(folder_ + "/store");
  const std::string hash(64, 'a');
  for (const std::string& name :
       {std::string("../../etc/passwd"), std::string(), hash.substr(1), hash.substr(1) + "A", hash.substr(1) + "/"}) {
    EXPECT_FALSE(store.exists(name));
    EXPECT_THROW(store.path_of(name), std::invalid_argument) << name;
    EXPECT_FALSE(store.remove(name));
  }
  EXPECT_THROW(store.read(hash), RequestError);
  EXPECT_FALSE(store.is_intact(hash));
}

TEST_F(FileStoreTest, SeesDamageAndRemoves) {
  const FileStore store(folder_ + "/store");
  const std::string name = store.put("original").name;
  std::ofstream(store.path_of(name)) << "changed";
  EXPECT_FALSE(store.is_intact(name));
  EXPECT_TRUE(store.remove(name));
  EXPECT_FALSE(store.remove(name));
}

TEST_F(FileStoreTest, DownloadsAreAttachmentsThatCannotRun) {
  const FileStore store(folder_ + "/store");
  const std::string file = store.put("<script>alert(1)</script>").name;
  const auto header = [](const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return std::string();
  };
  for (const char* type : {"text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/javascript",
                           "TEXT/HTML; charset=x"}) {
    const auto response = download(store, file, "x.html", type, Disposition::InlineIfImage);
    EXPECT_EQ(response.content_type, "application/octet-stream") << type;
    EXPECT_TRUE(header(response, "Content-Disposition").starts_with("attachment;")) << type;
    EXPECT_NE(header(response, "Content-Security-Policy").find("sandbox"), std::string::npos);
  }
  // Called an image but holding markup: never in place.
  EXPECT_TRUE(header(download(store, file, "x.png", "image/png", Disposition::InlineIfImage), "Content-Disposition")
                  .starts_with("attachment"));
  const std::string image = store.put("\x89PNG\r\n\x1a\n....").name;
  EXPECT_TRUE(header(download(store, image, "x.png", "image/png", Disposition::InlineIfImage), "Content-Disposition")
                  .starts_with("inline"));
  EXPECT_TRUE(header(download(store, image, "x.png", "image/png"), "Content-Disposition").starts_with("attachment"));
  EXPECT_THROW(download(store, std::string(64, 'a'), "x", "text/plain"), RequestError);
}

TEST_F(FileStoreTest, DispositionCarriesAnyNameAndNoHeaderOfItsOwn) {
  const FileStore store(folder_ + "/store");
  const std::string file = store.put("x").name;
  const auto response =
      download(store, file, "Rechnung \"März\" \xE2\x82\xAC.pdf\r\nSet-Cookie: a=b", "application/pdf");
  EXPECT_EQ(response.headers[0].second,
            "attachment; filename=\"Rechnung _M__rz_ ___.pdfSet-Cookie_ a=b\"; "
            "filename*=UTF-8''Rechnung%20_M%C3%A4rz_%20%E2%82%AC.pdfSet-Cookie_%20a%3Db");
}

TEST(SafeFileName, KeepsWhatIsGoodAndDropsTheRest) {
  EXPECT_EQ(safe_file_name("Фото 1.jpg"), "Фото 1.jpg");
  EXPECT_EQ(safe_file_name("../../etc/passwd"), "passwd");
  EXPECT_EQ(safe_file_name("C:\\Users\\mia\\bill.pdf"), "bill.pdf");
  EXPECT_EQ(safe_file_name("...hidden"), "hidden");
  EXPECT_EQ(safe_file_name("a\0b\n c.txt"), "a");
  EXPECT_EQ(safe_file_name(std::string_view("a\0b\n c.txt", 10)), "ab c.txt");
  EXPECT_EQ(safe_file_name("photo\xE2\x80\xAEgnp.exe"), "photognp.exe");
  EXPECT_EQ(safe_file_name("\xFF\xFE.txt"), "\xEF\xBF\xBD\xEF\xBF\xBD.txt");
  for (const char* nothing : {"", ".", "..", "/", "   ", "a/"}) EXPECT_EQ(safe_file_name(nothing), "file") << nothing;
  const std::string endless = safe_file_name(std::string(500, 'a') + "ü.jpeg");
  EXPECT_EQ(endless.size(), 200u);
  EXPECT_TRUE(endless.ends_with(".jpeg"));
  std::string umlauts;
  for (int i = 0; i < 300; ++i) umlauts += "ü";
  EXPECT_LE(safe_file_name(umlauts).size(), 200u);
  EXPECT_EQ(safe_file_name(umlauts).size() % 2, 0u) << "cut between characters";
}

TEST(SafeContentType, OnlyTypesPass) {
  EXPECT_EQ(safe_content_type("Image/PNG; name=x"), "image/png");
  for (const char* wrong : {"", "png", "/png", "image/", "image/png/x", "text/html\r\nX: y", "te xt/plain"})
    EXPECT_EQ(safe_content_type(wrong), "application/octet-stream") << wrong;
}

}  // namespace
}  // namespace peakdesk::files
